import 'server-only'
import { AdminApiError } from './admin-api'

/** What came of one act on several things. */
export interface EachOutcome<Value> {
  readonly done: readonly Value[]
  /** The things that stay as they were, each with the reason. */
  readonly refused: readonly { readonly id: string; readonly reason: string }[]
}

/**
 * Does the same to each; one that is refused does not keep the others from being done.
 *
 * @throws AdminApiError when none can be done: signed out, or a permission is missing
 */
export async function eachOf<Value>(
  ids: readonly string[],
  work: (id: string) => Promise<Value>,
): Promise<EachOutcome<Value>> {
  const done: Value[] = []
  const refused: { id: string; reason: string }[] = []
  for (const id of ids) {
    try {
      done.push(await work(id))
    } catch (error) {
      if (!(error instanceof AdminApiError)) throw error
      if (error.status === 401 || error.problem.permission !== undefined) throw error
      refused.push({ id, reason: error.message })
    }
  }
  return { done, refused }
}
