import { IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger'
import type { AdminAddress, AdminUser } from '@gatehouse/token-types'
import { takenPassword } from '../../registration/new-password.js'
import {
  birthdate,
  language,
  mailAddress,
  phoneNumber,
  timeZone,
  username,
} from '../../registration/person-values.js'
import { BadValue } from '../../registration/refusals.js'
import { line, lines, resourceIdentifier, token, webAddress } from '../../registration/values.js'
import { FlagField, JsonField, ObjectListField, TextField } from '../route/fields.js'

/** Reads each member of a postal address (OIDC Core §5.1.1). */
const ADDRESS: Readonly<Record<string, (text: string) => string>> = {
  formatted: lines(200),
  street_address: lines(200),
  locality: line(200),
  region: line(200),
  postal_code: line(200),
  country: line(200),
}

/** A postal address, with nothing but members that are known. @throws BadValue */
export function postalAddress(value: unknown): AdminAddress {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new BadValue('must be an object')
  const members = Object.entries(value).map(([member, text]: [string, unknown]) => {
    const read = Object.hasOwn(ADDRESS, member) ? ADDRESS[member] : undefined
    if (!read)
      throw new BadValue(`has no member ${member.slice(0, 50)}; it has ${Object.keys(ADDRESS).join(', ')}`)
    if (typeof text !== 'string') throw new BadValue(`${member} must be a text`)
    return [member, read(text)]
  })
  if (members.length === 0) throw new BadValue('must have a member, or be null')
  return Object.fromEntries(members) as AdminAddress
}

/** A role at an API. */
export class HeldRoleFields {
  @TextField({ description: 'Identifier of the API', read: resourceIdentifier })
  resource!: string
  @TextField({ description: 'Name of the role there', read: token })
  role!: string
}

type Fields = Omit<
  AdminUser,
  | 'sub'
  | 'roles'
  | 'has_password'
  | 'password_changed_at'
  | 'last_seen_at'
  | 'disabled_at'
  | 'created_at'
  | 'updated_at'
>

/** What an admin sets about a person, under the names of OIDC Core §5.1. */
export class UserFields implements Fields {
  @TextField({ description: 'What they type to sign in; kept in lower case', read: username })
  username!: string
  @TextField({
    description: 'Mail address; what they may type to sign in. Kept in lower case',
    read: mailAddress,
    nullable: true,
  })
  email!: string | null
  @FlagField({ description: 'The mail address is known to be theirs' })
  email_verified!: boolean
  @TextField({ description: 'Full name', read: line(200), nullable: true })
  name!: string | null
  @TextField({ description: 'First name or names', read: line(200), nullable: true })
  given_name!: string | null
  @TextField({ description: 'Surname or surnames', read: line(200), nullable: true })
  family_name!: string | null
  @TextField({ description: 'Middle name or names', read: line(200), nullable: true })
  middle_name!: string | null
  @TextField({ description: 'What friends say', read: line(200), nullable: true })
  nickname!: string | null
  @TextField({
    description: 'Short name at clients; null for the user name',
    read: line(200),
    nullable: true,
  })
  preferred_username!: string | null
  @TextField({ description: 'Their profile page', read: webAddress, nullable: true })
  profile!: string | null
  @TextField({ description: 'A picture of them', read: webAddress, nullable: true })
  picture!: string | null
  @TextField({ description: 'Their website', read: webAddress, nullable: true })
  website!: string | null
  @TextField({ description: 'female, male or any other word', read: line(100), nullable: true })
  gender!: string | null
  @TextField({
    description: 'YYYY-MM-DD, or YYYY; the year may be 0000 when it is not to be told',
    read: birthdate,
    nullable: true,
  })
  birthdate!: string | null
  @TextField({ description: 'Time zone, for example Europe/Berlin', read: timeZone, nullable: true })
  zoneinfo!: string | null
  @TextField({ description: 'Language, for example en-GB (BCP 47)', read: language, nullable: true })
  locale!: string | null
  @TextField({ description: 'E.164, for example +493012345678', read: phoneNumber, nullable: true })
  phone_number!: string | null
  @FlagField({ description: 'The phone number is known to be theirs' })
  phone_number_verified!: boolean
  @JsonField({ description: 'Postal address (OIDC Core §5.1.1)', nullable: true, read: postalAddress })
  address!: AdminAddress | null
}

/** What may be changed: any field, each as it should be afterwards. */
export class UserChangeFields extends PartialType(UserFields, { skipNullProperties: false }) {}

class Beginning {
  @TextField({ description: 'Password; left out, the person has none', read: takenPassword, optional: true })
  password?: string
  @FlagField({ description: 'Makes a random password, shown once', optional: true })
  random_password?: boolean
  @ObjectListField({ description: 'Roles from the beginning', optional: true }, () => HeldRoleFields)
  roles?: HeldRoleFields[]
}

/** An account to make. */
export class NewUserFields extends IntersectionType(
  PickType(UserFields, ['username']),
  PartialType(OmitType(UserFields, ['username']), { skipNullProperties: false }),
  Beginning,
) {}

/** A password to set. */
export class PasswordFields {
  @TextField({
    description: 'Left out, a random one is made and shown once',
    read: takenPassword,
    optional: true,
  })
  password?: string
}
