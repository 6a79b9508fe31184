import {
  ASSERTION_SIGNING_ALGS,
  CLIENT_AUTH_METHODS,
  GRANT_TYPES,
  SIGNING_ALGS,
} from '@gatehouse/token-types'
import type { Options } from 'yargs'
import { flagOption, JSON_OPTION, listOption, valueOption } from '../verb.js'
import { KINDS } from '../../registration/client-kinds.js'

const words = (list: readonly string[]) => list.join(', ')

/** Every attribute of a client that can be given and changed (RFC 7591 §2 for most of their names). */
const ATTRIBUTES = {
  name: valueOption('Name that people see'),
  'auth-method': valueOption(`How it proves who it is at the token endpoint: ${words(CLIENT_AUTH_METHODS)}`),
  'assertion-alg': listOption(
    `JWS algorithm accepted from it with private_key_jwt (default: each): ${words(ASSERTION_SIGNING_ALGS)}`,
  ),
  grant: listOption(`Grant type it may use: ${words(GRANT_TYPES)}`),
  'redirect-uri': listOption('Where codes are sent; compared as a whole, without wildcards'),
  'post-logout-redirect-uri': listOption('Where people may be sent after sign-out'),
  scope: listOption(
    'What it may ask for: scopes of OpenID Connect, and those of the API that --resource names. For another API write API#scope',
  ),
  resource: valueOption('Identifier of the API that its tokens are for when a request names none'),
  jwks: valueOption('Its public keys: a file with a JWK Set, or the JSON itself'),
  'jwks-uri': valueOption('Where it publishes its public keys, instead of --jwks'),
  'id-token-alg': valueOption(`Algorithm of its ID tokens (default: RS256): ${words(SIGNING_ALGS)}`),
  'userinfo-alg': valueOption(
    `Algorithm of signed userinfo answers (default: plain JSON): ${words(SIGNING_ALGS)}`,
  ),
  'pkce-exempt': flagOption('Let this confidential OpenID Connect client come without PKCE. Not recommended'),
  'dpop-bound': flagOption('Refuse it tokens that are not bound to a key of its own by DPoP (RFC 9449)'),
  consent: flagOption('Ask people for consent (default); --no-consent for your own applications'),
  'default-max-age-seconds': valueOption('Longest age of a sign-in when the request sets no max_age'),
  'access-token-lifetime-seconds': valueOption("60 to 3600 (default: the API's)"),
  'refresh-token-lifetime-seconds': valueOption("60 to 7776000, sliding (default: the server's)"),
  'cors-origin': listOption('Browser origin that may call token and revocation endpoints'),
  'logo-uri': valueOption('Picture on the consent page; https'),
  'client-uri': valueOption('Its home page'),
  'policy-uri': valueOption('Its privacy policy'),
  'tos-uri': valueOption('Its terms of service'),
  contact: listOption('Whom to ask about it, for example a mail address'),
  'resource-server-for': valueOption(
    'Identifier of the API that it is the server of: it may introspect tokens for it',
  ),
} as const satisfies Record<string, Options>

const SECRET = {
  secret: {
    ...valueOption('The secret, at least 32 random characters (default: 256 random bits, shown once)'),
    conflicts: 'secret-stdin',
  },
  'secret-stdin': flagOption(
    'Read the secret from standard input: others on this machine see a command line',
  ),
} as const satisfies Record<string, Options>

/** Options of `client add`. */
export const ADD_OPTIONS: Record<string, Options> = {
  id: valueOption('client_id (default: a random one)'),
  kind: {
    ...valueOption(
      `Sets --auth-method, --grant and --scope, unless they are given: ${words(Object.keys(KINDS))}`,
    ),
    default: 'web',
  },
  ...ATTRIBUTES,
  name: { ...ATTRIBUTES.name, demandOption: true },
  ...SECRET,
  ...JSON_OPTION,
}

/** Options of `client update`. */
export const UPDATE_OPTIONS: Record<string, Options> = { ...ATTRIBUTES, ...JSON_OPTION }

/** Options of `client secret`. */
export const SECRET_OPTIONS: Record<string, Options> = {
  ...SECRET,
  label: valueOption('What you call it (default: the date)'),
  'expires-in-days': valueOption('1 to 3650 (default: it lives until replaced)'),
  replace: flagOption('Every other secret of the client ends at once'),
  ...JSON_OPTION,
}
