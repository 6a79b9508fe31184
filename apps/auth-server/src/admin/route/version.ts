import { ApiHeader } from '@nestjs/swagger'
import { ChangedMeanwhile } from '@gatehouse/data-access'
import { Answer } from '../../http/answer.js'
import type { IncomingRequest } from '../../http/incoming-request.js'
import { Problem } from '../../http/problem.js'

/** The header that names the version which the caller saw (RFC 9110 §13.1.1). */
export const IF_MATCH = 'If-Match'

/** Describes a route that asks `requireVersion`, in the OpenAPI document. */
export const ChangesVersion = () =>
  ApiHeader({ name: IF_MATCH, required: true, description: 'The ETag of the version that you saw' })

/** The entity tag of a row: when it was last changed, in milliseconds (RFC 9110 §8.8.3). */
function etagOf({ updatedAt }: { updatedAt: Date }): string {
  return `"${updatedAt.getTime().toString(36)}"`
}

/** One thing with its entity tag. */
export function versioned(
  row: { updatedAt: Date },
  view: object,
  options: { status?: number; location?: string } = {},
): Answer {
  const { status, location } = options
  return Answer.json(view, {
    ...(status === undefined ? {} : { status }),
    headers: { etag: etagOf(row), ...(location === undefined ? {} : { location }) },
  })
}

/**
 * The version that the caller saw before changing it: the row's own, when `If-Match` names it.
 *
 * @param view the thing as it is, which the refusal shows so that nothing that the caller typed is lost
 * @throws Problem version-missing (RFC 6585 §3), changed-meanwhile (RFC 9110 §13.1.1)
 */
export function requireVersion(incoming: IncomingRequest, row: { updatedAt: Date }, view: object): Date {
  const named = incoming.header('if-match')
  if (named === undefined) throw new Problem('version-missing')
  const tags = named.split(',').map((tag) => tag.trim())
  if (tags.includes('*') || tags.includes(etagOf(row))) return row.updatedAt
  throw changedMeanwhile(row, view)
}

/** Waits for a change of one version; a version that is old by now becomes the same refusal. */
export async function refusingOldVersion<T>(
  change: Promise<T>,
  current: () => Promise<{ row: { updatedAt: Date }; view: object } | undefined>,
): Promise<T> {
  try {
    return await change
  } catch (error) {
    if (!(error instanceof ChangedMeanwhile)) throw error
    const now = await current()
    throw now ? changedMeanwhile(now.row, now.view) : new Problem('not-found')
  }
}

function changedMeanwhile(row: { updatedAt: Date }, view: object): Problem {
  return new Problem('changed-meanwhile', {
    detail: 'Look at what it is now, and change that.',
    current: view,
    current_etag: etagOf(row),
  })
}
