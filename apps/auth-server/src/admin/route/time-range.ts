import { ListQuery } from './listing.js'
import { MomentField } from './fields.js'
import { OmitType } from '@nestjs/swagger'

/** A list in order of time: newest first, between two moments. */
export class TimelineQuery extends OmitType(ListQuery, ['search']) {
  @MomentField({ description: 'From this moment on', optional: true })
  from?: string

  @MomentField({ description: 'Before this moment', optional: true })
  to?: string
}

/** The moments of the query as dates. */
export function timeRange({ from, to }: TimelineQuery): { from?: Date; to?: Date } {
  return {
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(to === undefined ? {} : { to: new Date(to) }),
  }
}
