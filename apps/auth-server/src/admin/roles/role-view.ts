import type { RoleHolderRow, RoleRow } from '@gatehouse/data-access'
import type { AdminRoleHolder, AdminRoleRow } from '@gatehouse/token-types'
import { FlagField, MomentField, ObjectListField, TextField, WholeNumberField } from '../route/fields.js'
import { PageView } from '../route/listing.js'

const MOST_COUNTED = 10_000

/** A role of an API in a list. */
class RoleRowView implements AdminRoleRow {
  @TextField({ description: 'Identifier of the API' })
  resource!: string
  @TextField({ description: 'Name of the role there' })
  name!: string
  @TextField({ description: 'What it is for' })
  description!: string
  @WholeNumberField({ description: 'How many people hold it', least: 0, most: MOST_COUNTED })
  holders!: number
  @FlagField({ description: 'True when more than `holders` hold it' })
  holders_is_capped!: boolean
}

/** One page of roles. */
export class RolePageView extends PageView {
  @ObjectListField({ description: 'The roles' }, () => RoleRowView)
  items!: RoleRowView[]
}

/** A person who holds a role. */
class RoleHolderView implements AdminRoleHolder {
  @TextField({ description: 'The `sub` of the person' })
  id!: string
  @TextField({ description: 'User name' })
  username!: string
  @TextField({ description: 'Name', nullable: true })
  name!: string | null
  @TextField({ description: 'Mail address', nullable: true })
  email!: string | null
  @MomentField({ description: 'When the account was switched off; null while it is on', nullable: true })
  disabled_at!: string | null
  @MomentField({ description: 'When the role was given' })
  granted_at!: string
}

/** One page of people who hold a role. */
export class RoleHolderPageView extends PageView {
  @ObjectListField({ description: 'The people' }, () => RoleHolderView)
  items!: RoleHolderView[]
}

/** A row of the list of roles. */
export function roleRowView({ resource, name, description, holders }: RoleRow): AdminRoleRow {
  return {
    resource,
    name,
    description,
    holders: Math.min(holders, MOST_COUNTED),
    holders_is_capped: holders > MOST_COUNTED,
  }
}

/** A row of the list of who holds a role. */
export function roleHolderView(row: RoleHolderRow): AdminRoleHolder {
  return {
    id: row.id,
    username: row.username,
    name: row.name,
    email: row.email,
    disabled_at: row.disabledAt?.toISOString() ?? null,
    granted_at: row.grantedAt.toISOString(),
  }
}
