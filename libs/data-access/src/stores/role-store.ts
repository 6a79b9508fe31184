import type { Database } from '../database.js'
import {
  Conditions,
  containing,
  keysetPage,
  type ListPage,
  type ListRequest,
  type ListSource,
} from '../keyset-page.js'
import { canBeKey, storableText } from '../storable.js'

/** A role of some resource as a list shows it. */
export interface RoleRow {
  /** Resource and name with a space between, which neither can hold. */
  id: string
  resource: string
  name: string
  description: string
  /** How many people hold it, up to one more than 10,000: so many are "10,000+". */
  holders: number
}

export type RoleSort = 'name' | 'resource'

/** Which roles, in which order. */
export interface RoleListRequest extends ListRequest<RoleSort> {
  /** Those of this resource alone. */
  resource?: string | undefined
}

/** A person who holds a role, as a list shows them. */
export interface RoleHolderRow {
  id: string
  username: string
  name: string | null
  email: string | null
  disabledAt: Date | null
  grantedAt: Date
}

export type RoleHolderSort = 'username' | 'granted_at'

/** Holders are counted so far; a list that shows a million is read by nobody. */
const MOST_HOLDERS_COUNTED = 10_000

const ROLE_KEY = `r.resource_identifier || ' ' || r.name`

const ROLES: ListSource<RoleSort> = {
  columns: `${ROLE_KEY} AS id, r.resource_identifier AS resource, r.name, r.description,
    (SELECT count(*)::int FROM (SELECT 1 FROM user_roles h WHERE h.resource_identifier = r.resource_identifier
      AND h.role = r.name LIMIT ${MOST_HOLDERS_COUNTED + 1}) AS counted) AS holders`,
  from: 'roles r',
  id: { column: `(${ROLE_KEY})`, type: 'text' },
  sorts: {
    name: { column: 'r.name', type: 'text' },
    resource: { column: 'r.resource_identifier', type: 'text' },
  },
}

const HOLDERS: Omit<ListSource<RoleHolderSort>, 'id'> = {
  columns: `u.id, u.username, u.name, u.email, u.disabled_at AS "disabledAt", h.granted_at AS "grantedAt"`,
  from: 'user_roles h JOIN users u ON u.id = h.user_id',
  countFrom: 'user_roles h',
  sorts: {
    username: { column: 'u.username', type: 'text' },
    granted_at: { column: 'h.granted_at', type: 'timestamptz' },
  },
}

/** Roles over all resources, and who holds them. */
export class RoleStore {
  constructor(private readonly database: Database) {}

  /** Roles whose name or description holds the text. */
  async page(request: RoleListRequest): Promise<ListPage<RoleRow>> {
    const conditions = new Conditions()
    if (request.search) {
      const pattern = containing(storableText(request.search))
      conditions.and('r.name ILIKE ? OR r.description ILIKE ?', pattern, pattern)
    }
    if (request.resource !== undefined) {
      conditions.and('r.resource_identifier = ?', storableText(request.resource))
    }
    return keysetPage<RoleRow, RoleSort>(this.database, ROLES, request, conditions)
  }

  /** True when the resource knows the role. */
  async exists(resource: string, role: string): Promise<boolean> {
    if (!canBeKey(resource) || !canBeKey(role)) return false
    const where = { resourceIdentifier_name: { resourceIdentifier: resource, name: role } }
    return (await this.database.prisma.role.findUnique({ where })) !== null
  }

  /** People who hold the role, disabled or not. */
  async holders(
    resource: string,
    role: string,
    request: Omit<ListRequest<RoleHolderSort>, 'search'>,
  ): Promise<ListPage<RoleHolderRow>> {
    const conditions = new Conditions()
    conditions.and('h.resource_identifier = ? AND h.role = ?', resource, role)
    // The tie breaker stands in the table that is sorted by: else no index leads to the place.
    const column = request.sort === 'username' ? 'u.id' : 'h.user_id'
    const source = { ...HOLDERS, id: { column, type: 'uuid' } } as const
    return keysetPage<RoleHolderRow, RoleHolderSort>(this.database, source, request, conditions)
  }
}
