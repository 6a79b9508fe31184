import type { AdminPerson } from './session.js'

/** What a person allowed a client. */
export interface AdminGrant {
  /** The `gid` claim. */
  id: string
  user: AdminPerson
  client_id: string
  /** The client's name; null when it is not registered any more. */
  client_name: string | null
  /** `resource` is null for scopes of OpenID Connect. */
  scopes: { resource: string | null; scope: string; granted_at: string }[]
  created_at: string
  /** When the person last allowed something. */
  updated_at: string
}
