import 'server-only'
import { AdminApiError, AdminApiUnreachable } from './admin-api'

/** What was asked for, or undefined where the admin API does not give it: one card less, not one page less. */
export async function readable<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof AdminApiUnreachable || error instanceof AdminApiError) return undefined
    throw error
  }
}

/** Nothing in place of what cannot be read, unless the person may not see it, or not any more. @throws AdminApiError */
export function unlessRefused(error: unknown): undefined {
  if (error instanceof AdminApiUnreachable) return undefined
  if (error instanceof AdminApiError && error.status !== 401 && error.status !== 403) return undefined
  throw error
}
