import type { useFormatter } from 'next-intl'

type Format = Pick<ReturnType<typeof useFormatter>, 'dateTime'>

/** One line of a chart. */
export interface TimeLine {
  readonly label: string
  readonly color: 'indigo' | 'red'
  readonly values: readonly number[]
  /** The list that its points open, with the filters besides the time. */
  readonly opens: { readonly path: string; readonly filters: Readonly<Record<string, string>> }
}

/** Lines over buckets of one length. */
export interface TimeSeries {
  /** Where the first bucket begins, in ISO 8601. */
  readonly from: string
  readonly bucketSeconds: number
  /** Each with as many values. */
  readonly lines: readonly TimeLine[]
}

/** When each bucket begins. */
export function bucketStarts({ from, bucketSeconds, lines }: TimeSeries): Date[] {
  const first = Date.parse(from)
  return (lines[0]?.values ?? []).map((_, at) => new Date(first + at * bucketSeconds * 1000))
}

const DAY_SECONDS = 86_400

/** What a bucket is called, in UTC as it was counted: a day, or a day and an hour. */
export function bucketLabel(format: Format, start: Date, bucketSeconds: number): string {
  const day = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const
  if (bucketSeconds >= DAY_SECONDS) return format.dateTime(start, day)
  const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' } as const
  return format.dateTime(start, bucketSeconds > 3_600 ? { ...day, ...hour } : hour)
}

/** What happened in a bucket, in the list that the line opens; of no line in particular: all of it. */
export function bucketHref(series: TimeSeries, at: number, line: TimeLine | undefined): string {
  const start = Date.parse(series.from) + at * series.bucketSeconds * 1000
  const { path, filters } = line?.opens ?? { path: '/audit', filters: commonFilters(series) }
  const query = new URLSearchParams({
    ...filters,
    from: new Date(start).toISOString(),
    to: new Date(start + series.bucketSeconds * 1000).toISOString(),
  })
  return `${path}?${query}`
}

/** The filters that all lines have alike, such as one client. */
function commonFilters({ lines }: TimeSeries): Record<string, string> {
  const [first, ...others] = lines
  return Object.fromEntries(
    Object.entries(first?.opens.filters ?? {}).filter(([name, value]) =>
      others.every(({ opens }) => opens.filters[name] === value),
    ),
  )
}
