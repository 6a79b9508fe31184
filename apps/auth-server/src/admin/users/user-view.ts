import type { ProfileChange, UserRecord, UserRow } from '@gatehouse/data-access'
import type { AdminAddress, AdminUser, AdminUserRow } from '@gatehouse/token-types'
import {
  birthdate,
  language,
  mailAddress,
  phoneNumber,
  timeZone,
  username,
} from '../../registration/person-values.js'
import { line, webAddress } from '../../registration/values.js'
import { postalAddress, type UserFields } from './user-fields.js'

const flag = (value: boolean): boolean => value

/** Which column each field is, and how it is read. */
const COLUMNS = {
  username: ['username', username],
  email: ['email', mailAddress],
  email_verified: ['emailVerified', flag],
  name: ['name', line(200)],
  given_name: ['givenName', line(200)],
  family_name: ['familyName', line(200)],
  middle_name: ['middleName', line(200)],
  nickname: ['nickname', line(200)],
  preferred_username: ['preferredUsername', line(200)],
  profile: ['profile', webAddress],
  picture: ['picture', webAddress],
  website: ['website', webAddress],
  gender: ['gender', line(100)],
  birthdate: ['birthdate', birthdate],
  zoneinfo: ['zoneinfo', timeZone],
  locale: ['locale', language],
  phone_number: ['phoneNumber', phoneNumber],
  phone_number_verified: ['phoneNumberVerified', flag],
  address: ['address', postalAddress],
} as const satisfies Record<keyof UserFields, readonly [keyof ProfileChange, (value: never) => unknown]>

const FIELDS = Object.entries(COLUMNS) as [
  keyof UserFields,
  readonly [keyof ProfileChange, (value: unknown) => unknown],
][]

/** The columns that the fields give, as they are stored; what is left out is not among them. */
export function columnsFrom(fields: Partial<UserFields>): ProfileChange {
  const given = FIELDS.filter(([field]) => fields[field] !== undefined)
  return Object.fromEntries(
    given.map(([field, [column, read]]) => [column, fields[field] === null ? null : read(fields[field])]),
  )
}

/** What an admin can set about a person, as it is. */
export function fieldsOf(user: UserRecord): UserFields {
  return Object.fromEntries(FIELDS.map(([field, [column]]) => [field, user[column]])) as never
}

const moment = (date: Date | null): string | null => date?.toISOString() ?? null

/** A person under the names of OIDC Core §5.1. Never the password's hash. */
export function userView(user: UserRecord, lastSeenAt: Date | null): AdminUser {
  return {
    sub: user.id,
    ...fieldsOf(user),
    address: user.address as AdminAddress | null,
    roles: user.roles.map(({ resourceIdentifier, role }) => ({ resource: resourceIdentifier, role })),
    has_password: user.passwordHash !== null,
    password_changed_at: moment(user.passwordChangedAt),
    last_seen_at: moment(lastSeenAt),
    disabled_at: moment(user.disabledAt),
    created_at: user.createdAt.toISOString(),
    updated_at: user.updatedAt.toISOString(),
  }
}

/** A row of the list. */
export function userRowView(row: UserRow): AdminUserRow {
  return {
    sub: row.id,
    username: row.username,
    email: row.email,
    email_verified: row.emailVerified,
    name: row.name,
    picture: row.picture,
    roles: row.roles,
    has_password: row.hasPassword,
    last_seen_at: moment(row.lastSeenAt),
    disabled_at: moment(row.disabledAt),
    created_at: row.createdAt.toISOString(),
  }
}
