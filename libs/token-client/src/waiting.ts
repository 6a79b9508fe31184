/** Resolves after a while. The timer does not keep the process alive: who waits for the outcome does. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}

const A_MINUTE_MS = 60_000

/** The same outcome, with the process kept alive until it is there. */
export async function whileAwake<T>(work: Promise<T>): Promise<T> {
  const hold = setInterval(() => undefined, A_MINUTE_MS)
  try {
    return await work
  } finally {
    clearInterval(hold)
  }
}

/** The same outcome, or the signal's reason as soon as it is aborted. The work itself goes on. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort: () => void = () => undefined
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason as Error)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
  try {
    return await Promise.race([aborted, work])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
