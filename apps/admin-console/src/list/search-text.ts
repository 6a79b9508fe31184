/** What stands in a search field, beside what the list shows, which is always a little behind. */
export interface SearchText {
  readonly text: string
  /** What the list that is on the screen was searched for. */
  readonly shown: string
  /** What was asked for and is not on the screen yet, oldest first. */
  readonly asked: readonly string[]
}

/** A field that says what the list shows. */
export const searchText = (shown: string): SearchText => ({ text: shown, shown, asked: [] })

/** After something was asked for. */
export const askedFor = (field: SearchText, search: string): SearchText => ({
  ...field,
  asked: [...field.asked, search],
})

/**
 * After the list came to show `shown`. An answer to what was asked for leaves the field alone, as its person may be
 * typing on; what came another way (Back, a link) is what the field says then.
 */
export function afterShowing(field: SearchText, shown: string): SearchText {
  if (field.shown === shown) return field
  const place = field.asked.indexOf(shown)
  return place === -1 ? searchText(shown) : { ...field, shown, asked: field.asked.slice(place + 1) }
}
