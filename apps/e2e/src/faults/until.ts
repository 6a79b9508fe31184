import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MILLISECONDS = 50
/** Far beyond what anything here may take on a busy machine: what did not come until then does not come. */
const PATIENCE_MILLISECONDS = 60_000

/**
 * Waits for what must come about.
 *
 * @param what completes the sentence "It did not come about that …"
 */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MILLISECONDS
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`It did not come about that ${what}.`)
    await sleep(POLL_MILLISECONDS)
  }
}
