import type { Options } from 'yargs'
import { flagOption, JSON_OPTION, listOption, valueOption } from '../verb.js'

/** Every standard claim that can be given and changed, under its name in OIDC Core §5.1. */
const CLAIMS = {
  email: valueOption('Mail address; what a person may type to sign in'),
  'email-verified': flagOption('The mail address is known to be theirs'),
  name: valueOption('Full name, as it is shown'),
  'given-name': valueOption('First name or names'),
  'family-name': valueOption('Surname or surnames'),
  'middle-name': valueOption('Middle name or names'),
  nickname: valueOption('What friends say'),
  'preferred-username': valueOption('Short name at clients (default: the user name)'),
  profile: valueOption('Address of their profile page'),
  picture: valueOption('Address of a picture of them'),
  website: valueOption('Address of their website'),
  gender: valueOption('female, male or any other word'),
  birthdate: valueOption('YYYY-MM-DD, or YYYY alone; the year may be 0000 when it is not to be told'),
  zoneinfo: valueOption('Time zone, for example Europe/Berlin'),
  locale: valueOption('Language, for example en-GB (BCP 47)'),
  'phone-number': valueOption('E.164, for example +493012345678'),
  'phone-number-verified': flagOption('The phone number is known to be theirs'),
  'address-formatted': valueOption('Whole postal address; \\n begins a line'),
  'address-street-address': valueOption('Street, house number; \\n begins a line'),
  'address-locality': valueOption('City'),
  'address-region': valueOption('State, province or county'),
  'address-postal-code': valueOption('Postal code'),
  'address-country': valueOption('Country'),
  role: listOption('Role at an API, as RESOURCE:ROLE'),
} as const satisfies Record<string, Options>

const USERNAME = valueOption('What the person types to sign in; kept in lower case')

const PASSWORD = {
  password: {
    ...valueOption('Password, at least 8 characters (default: a random one, shown once)'),
    conflicts: 'password-stdin',
  },
  'password-stdin': flagOption(
    'Read the password from standard input: others on this machine see a command line',
  ),
} as const satisfies Record<string, Options>

/** Options of `user add`. */
export const ADD_OPTIONS: Record<string, Options> = {
  username: { ...USERNAME, demandOption: true },
  ...PASSWORD,
  ...CLAIMS,
  ...JSON_OPTION,
}

/** Options of `user update`. */
export const UPDATE_OPTIONS: Record<string, Options> = { username: USERNAME, ...CLAIMS, ...JSON_OPTION }

/** Options of `user set-password`. */
export const PASSWORD_OPTIONS: Record<string, Options> = { ...PASSWORD, ...JSON_OPTION }
