import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Failure } from '../../tools/workspace/step.mjs'

/**
 * Runs a bench with a folder that is thrown away afterwards, once everything that was started is stopped, also when it fails
 * or is interrupted.
 * @template T
 * @param {(home: string, stops: (() => Promise<void>)[]) => Promise<T>} run adds to `stops` what ends what it starts
 * @returns {Promise<T>}
 */
export async function inThrownAwayHome(run) {
  const home = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
  // Started by root, PostgreSQL runs as an account of its own, which passes through here.
  chmodSync(home, 0o711)
  /** @type {(() => Promise<void>)[]} */
  const stops = []
  /** @type {Promise<never>} */
  const interrupted = new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'])
      process.once(signal, () => reject(new Failure('Interrupted; nothing was written.')))
  })
  try {
    return await Promise.race([run(home, stops), interrupted])
  } finally {
    for (let stop = stops.pop(); stop; stop = stops.pop()) {
      await stop().catch((error) => process.stderr.write(`${String(error)}\n`))
    }
    rmSync(home, { recursive: true, force: true })
  }
}
