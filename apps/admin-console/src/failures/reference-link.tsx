import { sectionUrl } from './section-url'

/** A section of a standard; of an RFC with a link to it. */
export function ReferenceLink({ reference }: { readonly reference: string | null }) {
  if (reference === null) return '—'
  const url = sectionUrl(reference)
  if (url === undefined) return reference
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {reference}
    </a>
  )
}
