import type { ClientRecord, ConfigurationChanges, ResourceRecord } from '@gatehouse/data-access'
import { ADMIN_RESOURCE } from '@gatehouse/token-types'
import { changesBetween, type Changes } from '../../admin/changes.js'
import { builtInParts } from '../../registration/resource-rules.js'

/** One thing that is added, changed or removed. */
export interface Step extends Changes {
  act: 'add' | 'change' | 'remove'
  kind: 'resource' | 'client'
  id: string
}

/** How to plan. */
export interface PlanOptions {
  /** What the file does not name goes. */
  prune: boolean
  now: Date
  /** @throws BadValue when a new client may not have the id */
  requireFreeId: (clientId: string) => Promise<void>
}

/** A new client's secret in clear, under the names of RFC 7591 §3.2.1. */
export interface NewSecret {
  client_id: string
  client_secret: string
}

/** The changes that steps on one kind of thing make, the steps, and what the file does not name and which stays. */
export type Part<Kind extends keyof ConfigurationChanges> = Pick<ConfigurationChanges, Kind> & {
  steps: Step[]
  left: string[]
}

/** A step, with the fields that differ. */
export function step(
  act: Step['act'],
  kind: Step['kind'],
  id: string,
  [before, after]: [object, object],
): Step {
  return { act, kind, id, ...changesBetween(before, after) }
}

/** True for what goes by no file. */
export function staysAnyway(thing: ResourceRecord | ClientRecord): boolean {
  if ('identifier' in thing) return builtInParts(thing.identifier) !== undefined
  return thing.resourceScopes.some(({ resourceIdentifier }) => resourceIdentifier === ADMIN_RESOURCE)
}
