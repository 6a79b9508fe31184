import type { HeldRole, UserRecord } from '@gatehouse/data-access'
import { whatIsGiven, type Given } from '../given.js'
import { BadValue } from '../../registration/refusals.js'
import { line, lines, webAddress } from '../../registration/values.js'
import {
  birthdate,
  language,
  mailAddress,
  phoneNumber,
  roleAtResource,
  timeZone,
  username,
} from '../../registration/person-values.js'

/** The members of OIDC Core §5.1.1. */
export type PostalAddress = Partial<Record<(typeof ADDRESS_MEMBERS)[number], string>>

/** Everything about a person that a command sets, but for the password. */
export type UserAttributes = Omit<
  UserRecord,
  'id' | 'passwordHash' | 'passwordChangedAt' | 'address' | 'roles' | 'disabledAt' | 'createdAt' | 'updatedAt'
> & { address: PostalAddress | null; roles: HeldRole[] }

const ADDRESS_MEMBERS = [
  'formatted',
  'street_address',
  'locality',
  'region',
  'postal_code',
  'country',
] as const

const SEVERAL_LINES: readonly string[] = ['formatted', 'street_address']

/**
 * Every attribute that is on the line, checked on its own and against what stood there before: a verified address is
 * there, and one that changes is not verified any more unless the line says so.
 *
 * @throws BadValue
 */
export function givenUserAttributes(
  given: Given,
  before?: Pick<UserAttributes, 'email' | 'phoneNumber' | 'address'>,
): Partial<UserAttributes> {
  const email = given.oneOrNone('email', mailAddress)
  const phone = given.oneOrNone('phone-number', phoneNumber)
  return whatIsGiven<UserAttributes>({
    username: given.one('username', username),
    email,
    emailVerified: verified(given, 'email', email, before?.email),
    name: given.oneOrNone('name', line(200)),
    givenName: given.oneOrNone('given-name', line(200)),
    familyName: given.oneOrNone('family-name', line(200)),
    middleName: given.oneOrNone('middle-name', line(200)),
    nickname: given.oneOrNone('nickname', line(200)),
    preferredUsername: given.oneOrNone('preferred-username', line(200)),
    profile: given.oneOrNone('profile', webAddress),
    picture: given.oneOrNone('picture', webAddress),
    website: given.oneOrNone('website', webAddress),
    gender: given.oneOrNone('gender', line(100)),
    birthdate: given.oneOrNone('birthdate', birthdate),
    zoneinfo: given.oneOrNone('zoneinfo', timeZone),
    locale: given.oneOrNone('locale', language),
    phoneNumber: phone,
    phoneNumberVerified: verified(given, 'phone-number', phone, before?.phoneNumber),
    address: postalAddress(given, before?.address),
    roles: given.many('role', roleAtResource),
  })
}

function verified(
  given: Given,
  option: 'email' | 'phone-number',
  now: string | null | undefined,
  before: string | null | undefined,
): boolean | undefined {
  const flag = given.flag(`${option}-verified`)
  const value = now === undefined ? before : now
  if (flag === true && !value)
    throw new BadValue(`there is no ${option} to be verified`, `${option}-verified`)
  const changed = now !== undefined && now !== before
  return flag ?? (changed ? false : undefined)
}

function postalAddress(
  given: Given,
  before: PostalAddress | null | undefined,
): PostalAddress | null | undefined {
  const changes = ADDRESS_MEMBERS.map((member) => {
    const read = SEVERAL_LINES.includes(member) ? lines(200) : line(200)
    return [member, given.oneOrNone(`address-${member.replace('_', '-')}`, read)] as const
  }).filter(([, value]) => value !== undefined)
  if (changes.length === 0) return undefined
  const merged = Object.entries({ ...before, ...Object.fromEntries(changes) })
  const left = merged.filter(([, value]) => value !== null)
  return left.length === 0 ? null : Object.fromEntries(left)
}
