'use client'

import '@mantine/charts/styles.layer.css'
import { AreaChart } from '@mantine/charts'
import { useFormatter, useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useRef } from 'react'
import { bucketHref, bucketLabel, bucketStarts, type TimeSeries } from './time-series'

const COLORS = { indigo: 'var(--mantine-primary-color-filled)', red: 'var(--console-red)' } as const

/** Lines over time. A click on a point opens its events, a click beside the points all that happened then. */
export default function TimeChart({ series }: { readonly series: TimeSeries }) {
  const { lines, bucketSeconds } = series
  const t = useTranslations('charts')
  const format = useFormatter()
  const router = useRouter()
  const point = useRef<string | undefined>(undefined)
  const data = bucketStarts(series).map((start, at) => ({
    bucket: bucketLabel(format, start, bucketSeconds),
    ...Object.fromEntries(lines.map(({ label, values }) => [label, values[at]])),
  }))
  const open = (index: unknown) => {
    const clicked = lines.find(({ label }) => label === point.current)
    point.current = undefined
    const at = typeof index === 'number' || typeof index === 'string' ? Number(index) : NaN
    if (Number.isInteger(at)) router.push(bucketHref(series, at, clicked))
  }
  return (
    <AreaChart
      h={260}
      data={data}
      dataKey="bucket"
      series={lines.map(({ label, color }) => ({ name: label, color: COLORS[color] }))}
      curveType="monotone"
      fillOpacity={0.14}
      withDots={false}
      tickLine="none"
      gridAxis="x"
      strokeDasharray="3 4"
      // The last one is not over: without a word, every chart would end in a fall.
      referenceLines={[{ x: data.at(-1)?.bucket, label: t('soFar'), labelPosition: 'insideTopRight' }]}
      valueFormatter={(value) => format.number(value)}
      xAxisProps={{ minTickGap: 32 }}
      yAxisProps={{ width: 44, allowDecimals: false }}
      areaProps={({ name }) => ({
        isAnimationActive: false,
        activeDot: {
          r: 5,
          strokeWidth: 2,
          stroke: 'var(--console-card)',
          cursor: 'pointer',
          onClick: () => (point.current = name),
        },
      })}
      areaChartProps={{
        accessibilityLayer: false,
        onClick: ({ activeTooltipIndex }) => open(activeTooltipIndex),
        style: { cursor: 'pointer' },
      }}
    />
  )
}
