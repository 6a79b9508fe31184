import type { ResourceRecord } from '@gatehouse/data-access'
import { SIGNING_ALGS } from '@gatehouse/token-types'
import { whatIsGiven, type Given } from '../given.js'
import { BadValue } from '../../registration/refusals.js'
import { apiScopeName, requireEachOnce, type ResourceAttributes } from '../../registration/resource-rules.js'
import { line, named, oneOf, wholeNumber } from '../../registration/values.js'

/** Every attribute that is on the line. @throws BadValue */
export function givenResourceAttributes(given: Given): Partial<ResourceAttributes> {
  const scopes = [...scopesOf(given, 'scope', false), ...scopesOf(given, 'sensitive-scope', true)]
  const roles = given
    .many('role', named(line(200)))
    ?.map(({ name, sentence }) => ({ name, description: sentence }))
  requireEachOnce('scope', scopes)
  requireEachOnce('role', roles ?? [])
  return whatIsGiven<ResourceAttributes>({
    name: given.one('name', line(100)),
    signingAlg: given.one('signing-alg', oneOf(SIGNING_ALGS)),
    accessTokenLifetimeSeconds: given.one('access-token-lifetime-seconds', wholeNumber(60, 3600)),
    scopes: scopes.length > 0 ? scopes : undefined,
    roles,
  })
}

/** Scopes and roles that the line takes away; the resource has each of them. @throws BadValue */
export function partsToRemove(given: Given, resource: ResourceRecord): { scopes: string[]; roles: string[] } {
  const take = (option: string, parts: readonly { name: string }[]) =>
    given.words(option, (word) => {
      if (!parts.some(({ name }) => name === word))
        throw new BadValue(`${resource.identifier} has no ${word}`)
      return word
    }) ?? []
  return { scopes: take('remove-scope', resource.scopes), roles: take('remove-role', resource.roles) }
}

function scopesOf(given: Given, option: string, sensitive: boolean): ResourceAttributes['scopes'] {
  const scopes = given.many(option, (text) => {
    const { name, sentence } = named(line(200))(text)
    return { name: apiScopeName(name), consentText: sentence, sensitive }
  })
  return scopes ?? []
}
