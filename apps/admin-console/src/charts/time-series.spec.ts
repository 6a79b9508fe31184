import { describe, expect, it } from '@jest/globals'
import { bucketHref, bucketLabel, bucketStarts, type TimeSeries } from './time-series'

const line = (type: string, values: number[]): TimeSeries['lines'][number] => ({
  label: type,
  color: 'indigo',
  values,
  opens: { path: '/audit', filters: { client_id: 'shop', type } },
})
const series: TimeSeries = {
  from: '2026-03-09T18:00:00.000Z',
  bucketSeconds: 21_600,
  lines: [line('sign_in.succeeded', [1, 2, 3]), line('sign_in.failed', [0, 1, 0])],
}
const format = {
  dateTime: (date: Date, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', options).format(date),
} as Parameters<typeof bucketLabel>[0]

describe('a series over time', () => {
  it('begins each bucket where the one before ends', () => {
    expect(bucketStarts(series).map((start) => start.toISOString())).toEqual([
      '2026-03-09T18:00:00.000Z',
      '2026-03-10T00:00:00.000Z',
      '2026-03-10T06:00:00.000Z',
    ])
  })

  it('opens the events of one line and one bucket', () => {
    expect(bucketHref(series, 1, series.lines[1])).toBe(
      '/audit?client_id=shop&type=sign_in.failed&from=2026-03-10T00%3A00%3A00.000Z&to=2026-03-10T06%3A00%3A00.000Z',
    )
  })

  it('opens everything of a bucket beside its lines, with what they have in common', () => {
    expect(bucketHref(series, 2, undefined)).toBe(
      '/audit?client_id=shop&from=2026-03-10T06%3A00%3A00.000Z&to=2026-03-10T12%3A00%3A00.000Z',
    )
  })

  it('names days, hours of days, and hours, in UTC', () => {
    const start = new Date('2026-03-09T18:00:00Z')
    expect(bucketLabel(format, start, 86_400)).toBe('9 Mar')
    expect(bucketLabel(format, start, 21_600)).toBe('9 Mar, 18:00')
    expect(bucketLabel(format, start, 3_600)).toBe('18:00')
  })
})
