import type { ResourceRecord } from '@gatehouse/data-access'
import { resourceFieldsOf } from '../../admin/resources/resource-view.js'
import {
  builtInParts,
  resourceAttributesOf,
  type ResourceAttributes,
} from '../../registration/resource-rules.js'
import type { DesiredResource } from './configuration-file.js'
import { staysAnyway, step, type Part } from './plan-step.js'
import { comparableResource } from './configuration-text.js'

/** Steps on resources, and all resources as they are afterwards. */
export function resourceSteps(
  desired: readonly DesiredResource[] | undefined,
  current: readonly ResourceRecord[],
  prune: boolean,
): Part<'addedResources' | 'changedResources' | 'removedResources'> & {
  after: Map<string, ResourceAttributes>
} {
  const before = new Map(current.map((resource) => [resource.identifier, resource]))
  const after = new Map(current.map((resource) => [resource.identifier, resourceAttributesOf(resource)]))
  const part = {
    steps: [] as ReturnType<typeof step>[],
    left: [] as string[],
    addedResources: [] as { identifier: string; resource: ResourceAttributes }[],
    changedResources: [] as { identifier: string; change: ResourceAttributes; version: Date }[],
    removedResources: [] as string[],
    after,
  }
  for (const { identifier, attributes } of desired ?? []) {
    const existing = before.get(identifier)
    before.delete(identifier)
    const wanted = existing ? wantedOf(existing, attributes, prune) : attributes
    after.set(identifier, wanted)
    if (!existing) {
      part.addedResources.push({ identifier, resource: wanted })
      part.steps.push(step('add', 'resource', identifier, [{}, fieldsOf(wanted)]))
      continue
    }
    part.left.push(...unnamedParts(existing, attributes, wanted))
    const change = step('change', 'resource', identifier, [
      fieldsOf(resourceAttributesOf(existing)),
      fieldsOf(wanted),
    ])
    if (Object.keys(change.after).length === 0) continue
    part.changedResources.push({ identifier, change: wanted, version: existing.updatedAt })
    part.steps.push(change)
  }
  for (const resource of desired ? before.values() : []) {
    const { identifier } = resource
    if (prune && !staysAnyway(resource)) {
      after.delete(identifier)
      part.removedResources.push(identifier)
      part.steps.push(step('remove', 'resource', identifier, [fieldsOf(resourceAttributesOf(resource)), {}]))
    } else part.left.push(`resource ${identifier}`)
  }
  return part
}

const fieldsOf = (attributes: ResourceAttributes) => resourceFieldsOf(comparableResource(attributes))

/** What the file says, with what stays although the file does not say it; what is built in is as the server put it. */
function wantedOf(
  existing: ResourceRecord,
  attributes: ResourceAttributes,
  prune: boolean,
): ResourceAttributes {
  const builtIn = builtInParts(existing.identifier)
  const state = resourceAttributesOf(existing)
  return {
    ...attributes,
    ...(builtIn ? { name: state.name } : {}),
    scopes: merged(state.scopes, attributes.scopes, builtIn?.scopes ?? [], prune),
    roles: merged(state.roles, attributes.roles, builtIn?.roles ?? [], prune),
  }
}

function merged<One extends { name: string }>(
  before: readonly One[],
  desired: readonly One[],
  builtIn: readonly string[],
  prune: boolean,
): One[] {
  const fixed = before.filter(({ name }) => builtIn.includes(name))
  const isFixed = (part: One) => fixed.some(({ name }) => name === part.name)
  const isDesired = (part: One) => desired.some(({ name }) => name === part.name)
  const unnamed = prune ? [] : before.filter((part) => !isDesired(part) && !isFixed(part))
  return [...fixed, ...desired.filter((part) => !isFixed(part)), ...unnamed]
}

function unnamedParts(
  { identifier }: ResourceRecord,
  desired: ResourceAttributes,
  wanted: ResourceAttributes,
): string[] {
  const builtIn = builtInParts(identifier)
  const unnamed = (kind: 'scopes' | 'roles') =>
    wanted[kind].filter(
      ({ name }) => !desired[kind].some((part) => part.name === name) && !builtIn?.[kind].includes(name),
    )
  return [
    ...unnamed('scopes').map(({ name }) => `scope ${name} of ${identifier}`),
    ...unnamed('roles').map(({ name }) => `role ${name} of ${identifier}`),
  ]
}
