import { identifierOf, resourceIdOf } from '../resources/resource-path'
import { decodedPart } from '../detail/path-part'

/** One role of one API. */
export interface RoleName {
  readonly resource: string
  readonly role: string
}

/** Where a role and who holds it are shown. */
export const rolePath = (resource: string, role: string): string =>
  `/roles/${resourceIdOf(resource)}/${encodeURIComponent(role)}`

/** The role that the parts of a path name; of an API that is none, a name that no API has. */
export const roleOf = ({ id, role }: { readonly id: string; readonly role: string }): RoleName => ({
  resource: identifierOf(id) ?? 'urn:none',
  role: decodedPart(role),
})
