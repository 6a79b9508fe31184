import { recordColumns, type RecordColumns } from '../columns.js'
import { Prisma } from '../generated/client.js'
import type { UserRecord } from '../records.js'

/** A role that a person holds, as tokens name it. */
export type PersonRole = Pick<UserRecord['roles'][number], 'resourceIdentifier' | 'role'>

type RoleInJson = Omit<UserRecord['roles'][number], 'grantedAt'> & { grantedAt: number }

const USER = recordColumns<Omit<UserRecord, 'roles'>>('u', Object.values(Prisma.UserScalarFieldEnum))

/** The roles of `users u` alone; null where there is none. */
export const PERSON_ROLES = `(SELECT jsonb_agg(jsonb_build_object('resourceIdentifier', r.resource_identifier,
      'role', r.role)) FROM user_roles r WHERE r.user_id = u.id)`

/** A person with all roles, of `users u`, for statements that read one beside something else. */
export const PERSON: RecordColumns<UserRecord> = {
  select: `${USER.select},
    (SELECT jsonb_agg(jsonb_build_object('userId', r.user_id, 'resourceIdentifier', r.resource_identifier, 'role', r.role,
      'grantedAt', extract(epoch FROM r.granted_at) * 1000)) FROM user_roles r WHERE r.user_id = u.id)`,
  width: USER.width + 1,
  read: (row, from) => {
    const roles = (row[from + USER.width] as RoleInJson[] | null) ?? []
    return {
      ...USER.read(row, from),
      roles: roles.map((role) => ({ ...role, grantedAt: new Date(role.grantedAt) })),
    }
  },
}
