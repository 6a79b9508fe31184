import { drawnBytes } from '@gatehouse/protocol'

/** A new trace id, 16 hexadecimal digits. It names a request and opens nothing. */
export function newTraceId(): string {
  return drawnBytes(8).toString('hex')
}
