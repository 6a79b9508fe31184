const TIMEOUT_MS = 5_000
const MAX_BYTES = 1_048_576

/** A request for JSON that got no usable answer. `status` is absent where none came at all. */
export class FetchFailure extends Error {
  constructor(
    message: string,
    readonly status?: number,
    cause?: unknown,
  ) {
    super(message, { cause })
  }
}

/**
 * The JSON object at a URL. Waits at most 5 s, reads at most 1 MiB, follows no redirect.
 *
 * @throws FetchFailure for anything but a 200 with a JSON object.
 */
export async function fetchJson(url: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    ...init,
    headers: { accept: 'application/json', ...init.headers },
    redirect: 'error',
    signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(init.signal ? [init.signal] : [])]),
  }).catch((cause: unknown) => {
    throw new FetchFailure(`${url} did not answer`, undefined, cause)
  })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new FetchFailure(`${url} answered ${response.status}`, response.status)
  }
  const value = parse(await readLimited(url, response))
  if (value === undefined) throw new FetchFailure(`${url} did not answer with a JSON object`, response.status)
  return value
}

async function readLimited(url: string, response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength
      if (bytes > MAX_BYTES) break
      chunks.push(chunk)
    }
  } catch (cause) {
    throw new FetchFailure(`${url} broke off its answer`, response.status, cause)
  }
  if (bytes > MAX_BYTES)
    throw new FetchFailure(`${url} answered with more than ${MAX_BYTES} bytes`, response.status)
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
