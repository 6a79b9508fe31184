import { spawn } from 'node:child_process'
import { workspaceRoot } from './paths.mjs'

/** A failure that needs no stack trace: its message is the whole explanation. */
export class Failure extends Error {
  /** @param {string} message @param {string} [output] what the failing command printed, shown below the message */
  constructor(message, output) {
    super(message)
    this.output = output
  }
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()

/** Ends the commands that are under way, for a start that is told to stop meanwhile. */
export function stopCommands() {
  for (const child of running) child.kill('SIGTERM')
}

/**
 * Runs a step and prints one line for it on standard error, with its duration.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const startedAt = performance.now()
  process.stderr.write(`  ${title} … `)
  try {
    const result = await work()
    process.stderr.write(`${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`)
    return result
  } catch (error) {
    process.stderr.write('failed\n')
    throw error
  }
}

/**
 * Runs a Node script of the workspace silently.
 * @param {string} title what to call it when it fails
 * @param {string[]} command the script and its arguments
 * @param {Record<string, string | undefined>} [environment] replaces the inherited environment
 * @returns {Promise<string>} what it printed
 * @throws {Failure} with everything that it printed, when it fails
 */
export function runNode(title, command, environment = process.env) {
  return run(title, process.execPath, command, { env: environment })
}

/**
 * @param {string} title
 * @param {string} executable
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<string>}
 */
export function run(title, executable, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(executable, args, {
      cwd: workspaceRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options,
    })
    let output = ''
    running.add(child)
    child.stdout?.on('data', (chunk) => (output += chunk))
    child.stderr?.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => reject(new Failure(`${title}: ${error.message}`)))
    child.on('close', (code, signal) => {
      running.delete(child)
      if (code === 0) resolve(output)
      else reject(new Failure(`${title} failed (${signal ?? `exit ${code}`}).`, output))
    })
  })
}

/**
 * Runs a command line tool's main function; a failure becomes one clear line and exit 1.
 * @param {() => Promise<number | void>} main resolves to the exit code; nothing means 0
 */
export async function entry(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    if (error instanceof Failure) {
      if (error.output) process.stderr.write(`${error.output.trimEnd()}\n`)
      process.stderr.write(`${error.message}\n`)
    } else {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    }
    process.exitCode = 1
  }
}
