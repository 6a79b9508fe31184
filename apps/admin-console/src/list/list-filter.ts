/** A filter; one without `options` and `kind` is set by links alone and shows only as a chip. */
export interface ListFilter {
  readonly name: string
  readonly label: string
  /** The few values that it can have. */
  readonly options?: readonly { readonly value: string; readonly label: string }[]
  /** What is typed in, where the values are not few: a text, or a moment in UTC. */
  readonly kind?: 'text' | 'moment'
  /** What values are called that say little by themselves, such as ids. */
  readonly names?: Readonly<Record<string, string>>
}
