import type { AdminUser } from '@gatehouse/token-types'

const NAMES = [
  'username',
  'email',
  'email_verified',
  'name',
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'phone_number',
  'phone_number_verified',
  'address',
  'profile',
  'picture',
  'website',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
] as const satisfies readonly (keyof AdminUser)[]

/** What the profile shows and changes. */
export type ProfileFields = Pick<AdminUser, (typeof NAMES)[number]> & Record<string, unknown>

/** The fields as they are. */
export const profileOf = (user: AdminUser): ProfileFields =>
  Object.fromEntries(NAMES.map((name) => [name, user[name]])) as ProfileFields
