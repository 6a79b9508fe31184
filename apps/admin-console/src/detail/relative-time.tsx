'use client'

import { Tooltip } from '@mantine/core'
import { useFormatter } from 'next-intl'
import { useSyncExternalStore } from 'react'
import classes from './relative-time.module.css'

/** `at` in seconds since 1970, relative to `now`, with the absolute moment in the browser's zone as a tooltip. */
export function RelativeTime({ at, now }: { readonly at: number; readonly now: Date }) {
  const format = useFormatter()
  const moment = new Date(at * 1000)
  const timeZone = useSyncExternalStore(neverChanges, zoneOfBrowser, zoneOfServer)
  const absolute = format.dateTime(moment, { dateStyle: 'medium', timeStyle: 'long', timeZone })
  return (
    <Tooltip label={absolute} events={{ hover: true, focus: true, touch: true }}>
      <time dateTime={moment.toISOString()} tabIndex={0} className={classes['time']}>
        {format.relativeTime(moment, { now })}
      </time>
    </Tooltip>
  )
}

const neverChanges = () => () => undefined
const zoneOfBrowser = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone
const zoneOfServer = (): string => 'UTC'
