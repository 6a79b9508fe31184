import type { StreamState } from './event-stream'

/** How a live view stands: as its stream, or at rest by the person or because nobody looks. */
export type LiveState = StreamState | 'paused' | 'hidden'

/** True where it does not come back by itself. */
export const isOver = (state: LiveState): boolean => state === 'signed-out' || state === 'refused'
