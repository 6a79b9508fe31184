import { SIGNING_ALGS } from '@gatehouse/token-types'
import type { Options } from 'yargs'
import { JSON_OPTION, listOption, valueOption } from '../verb.js'

const ATTRIBUTES = {
  name: valueOption('Name that people see'),
  'signing-alg': valueOption(`Algorithm of its access tokens (default: ES256): ${SIGNING_ALGS.join(', ')}`),
  'access-token-lifetime-seconds': valueOption('60 to 3600 (default: 900)'),
  scope: listOption("Scope and its sentence on the consent page: 'accounts:read=See your accounts'"),
  'sensitive-scope': listOption(
    'As --scope; marked on the consent page and never granted silently with others',
  ),
  role: listOption("Role and what it is for: 'auditor=Sees every account'"),
} as const satisfies Record<string, Options>

/** Options of `resource add`. */
export const ADD_OPTIONS: Record<string, Options> = {
  ...ATTRIBUTES,
  name: { ...ATTRIBUTES.name, demandOption: true },
  ...JSON_OPTION,
}

/** Options of `resource update`. */
export const UPDATE_OPTIONS: Record<string, Options> = {
  ...ATTRIBUTES,
  'remove-scope': listOption('Scope to take away, from every client too'),
  'remove-role': listOption('Role to take away, from every person too'),
  ...JSON_OPTION,
}
