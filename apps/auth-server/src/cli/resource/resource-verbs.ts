import { AlreadyExists, StillInUse, type ResourceRecord, type ResourceUse } from '@gatehouse/data-access'
import type { Given } from '../given.js'
import { BadValue, Refused } from '../../registration/refusals.js'
import { table, type Report } from '../report.js'
import { builtInParts } from '../../registration/resource-rules.js'
import { resourceIdentifier } from '../../registration/values.js'
import type { CommandContext } from '../verb.js'
import { givenResourceAttributes, partsToRemove } from './resource-attributes.js'

/** Registers a resource with its scopes and roles. */
export async function add(
  given: Given,
  { resources, now }: CommandContext,
  identifier: string,
): Promise<Report> {
  const { name = '', ...attributes } = givenResourceAttributes(given)
  const resource = { ...attributes, name, identifier: resourceIdentifier(identifier) }
  const made = await resources
    .create({ ...resource, createdAt: now, updatedAt: now })
    .catch((error: unknown) => {
      throw error instanceof AlreadyExists
        ? new Refused(`The resource ${identifier} is there already.`)
        : error
    })
  return report('Registered', 'resource.registered', made)
}

/** Changes what is given; scopes and roles go only by name. */
export async function update(given: Given, context: CommandContext, identifier: string): Promise<Report> {
  const { resources, now } = context
  const before = await existing(context, identifier)
  const changes = givenResourceAttributes(given)
  const parts = partsToRemove(given, before)
  refuseBuiltIn(identifier, parts)
  requireNotBoth(parts.scopes, changes.scopes ?? [], 'remove-scope')
  requireNotBoth(parts.roles, changes.roles ?? [], 'remove-role')
  if (Object.keys(changes).length + parts.scopes.length + parts.roles.length === 0) {
    throw new Refused('Nothing is given to change.')
  }
  await resources.upsert({ name: before.name, ...changes, identifier, updatedAt: now })
  await resources.removeParts(identifier, parts)
  return report('Changed', 'resource.updated', await existing(context, identifier), {
    changed: Object.keys(changes),
    removed: parts,
  })
}

/** Every resource in a row of its own. */
export async function list(_given: Given, { resources }: CommandContext): Promise<Report> {
  const all = await resources.list()
  const rows = all.map((resource) => [
    resource.identifier,
    resource.name,
    `${resource.accessTokenLifetimeSeconds} s`,
    resource.scopes.map(({ name }) => name).join(' ') || '-',
    resource.roles.map(({ name }) => name).join(' ') || '-',
  ])
  return {
    facts: { resources: all.map(resourceFacts) },
    text: table(['IDENTIFIER', 'NAME', 'TOKENS LIVE', 'SCOPES', 'ROLES'], rows),
  }
}

/** Everything about one resource. */
export async function show(_given: Given, context: CommandContext, identifier: string): Promise<Report> {
  return { facts: resourceFacts(await existing(context, identifier)) }
}

/** Removes a resource that no client and no person depends on. */
export async function remove(_given: Given, context: CommandContext, identifier: string): Promise<Report> {
  await existing(context, identifier)
  if (builtInParts(identifier)) throw new Refused(`${identifier} is a part of the server and stays.`)
  await context.resources.remove(identifier).catch((error: unknown) => {
    throw error instanceof StillInUse ? inUse(identifier, error.use) : error
  })
  return {
    headline: `Removed the resource ${identifier}.`,
    facts: { identifier, removed: true },
    text: '',
    event: { type: 'resource.removed', detail: { resource: identifier } },
  }
}

function inUse(identifier: string, { clients, people }: ResourceUse): Refused {
  return new Refused(
    clients.length > 0
      ? `${identifier} is in use by these clients: ${clients.join(', ')}. Take it away from them first.`
      : `${people} people hold a role at ${identifier}. Take it away with resource update --remove-role.`,
  )
}

function report(done: string, type: string, resource: ResourceRecord, detail: object = {}): Report {
  return {
    headline: `${done} the resource ${resource.identifier}.`,
    facts: resourceFacts(resource),
    event: { type, detail: { ...detail, resource: resource.identifier } },
  }
}

function resourceFacts(resource: ResourceRecord): Record<string, unknown> {
  return {
    identifier: resource.identifier,
    name: resource.name,
    signing_alg: resource.signingAlg,
    access_token_lifetime_seconds: resource.accessTokenLifetimeSeconds,
    scopes: resource.scopes.map(({ name, consentText, sensitive }) => ({
      name,
      consent_text: consentText,
      sensitive,
    })),
    roles: resource.roles.map(({ name, description }) => ({ name, description })),
    created_at: resource.createdAt,
    updated_at: resource.updatedAt,
  }
}

function refuseBuiltIn(identifier: string, parts: { scopes: string[]; roles: string[] }): void {
  const builtIn = builtInParts(identifier)
  const scope = parts.scopes.find((name) => builtIn?.scopes.includes(name))
  if (scope !== undefined) throw new BadValue(`${scope} is a part of the server and stays`, 'remove-scope')
  const role = parts.roles.find((name) => builtIn?.roles.includes(name))
  if (role !== undefined) throw new BadValue(`${role} is a part of the server and stays`, 'remove-role')
}

function requireNotBoth(
  removed: readonly string[],
  given: readonly { name: string }[],
  option: string,
): void {
  const both = given.find(({ name }) => removed.includes(name))
  if (both) throw new BadValue(`${both.name} cannot be given and taken away at once`, option)
}

async function existing({ resources }: CommandContext, identifier: string): Promise<ResourceRecord> {
  const resource = await resources.find(identifier)
  if (!resource) throw new Refused(`There is no resource ${identifier}; see npm run resource -- list.`)
  return resource
}
