import { RelativeTime } from './relative-time'

/** A moment of the admin API, in ISO 8601, relative to `now`; `otherwise` stands for none. */
export const Moment = ({
  at,
  now,
  otherwise = '–',
}: {
  readonly at: string | null
  readonly now: Date
  readonly otherwise?: string
}) => (at === null ? otherwise : <RelativeTime at={Date.parse(at) / 1000} now={now} />)
