import { FlagField, TextField, WholeNumberField } from './fields.js'

/** What every page of a list says beside its items. */
export class PageFields {
  @TextField({ description: '`cursor` of the next page; null at the end', nullable: true })
  next_cursor!: string | null
  @WholeNumberField({
    description: 'How many match; only with the first page',
    least: 0,
    most: 10_000,
    nullable: true,
  })
  total!: number | null
  @FlagField({ description: 'True when more than `total` match' })
  total_is_capped!: boolean
}
