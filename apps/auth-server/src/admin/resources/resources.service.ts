import { Injectable } from '@nestjs/common'
import { AlreadyExists, ResourceStore, StillInUse, type ResourceRecord } from '@gatehouse/data-access'
import { ADMIN_RESOURCE, type AdminStillInUse } from '@gatehouse/token-types'
import { Clock } from '../../config/clock.js'
import { fieldProblem, Problem } from '../../http/problem.js'
import {
  builtInParts,
  newResourceAttributes,
  requireEachOnce,
  resourceAttributesOf,
  type ResourceAttributes,
} from '../../registration/resource-rules.js'
import { changesBetween } from '../changes.js'
import { fieldProblems } from '../clients/client-problems.js'
import type { Actor } from '../route/actor.js'
import { refusingOldVersion } from '../route/version.js'
import type { NewResourceFields, ResourceChangeFields } from './resource-fields.js'
import { identifierOf, resourceAttributesFrom, resourceFieldsOf, resourceView } from './resource-view.js'

/** So many clients are named in a refusal; of more it says how many. */
const MOST_NAMED = 20

/**
 * Registering and changing APIs.
 *
 * *Enforces*: what is built in stays as the server put it; nothing goes that a client or a person holds; the admin API is
 * changed by owners alone.
 */
@Injectable()
export class ResourcesService {
  constructor(
    private readonly resources: ResourceStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem not-found */
  async require(id: string): Promise<ResourceRecord> {
    const identifier = identifierOf(id)
    const resource = identifier === undefined ? undefined : await this.resources.find(identifier)
    if (!resource) throw new Problem('not-found', { detail: 'There is no API of this id.' })
    return resource
  }

  /** As `require`, for who is about to change the API. @throws Problem not-found, forbidden */
  async requireChangeable(id: string, actor: Actor): Promise<ResourceRecord> {
    const resource = await this.require(id)
    if (resource.identifier === ADMIN_RESOURCE && !actor.isOwner) {
      throw new Problem('forbidden', { detail: 'The admin API is changed by owners alone.' })
    }
    return resource
  }

  /** Registers an API. @throws Problem invalid-fields */
  async register({ identifier, name, ...given }: NewResourceFields, actor: Actor): Promise<ResourceRecord> {
    if (builtInParts(identifier)) throw fieldProblem('identifier', 'is kept for a part of the server')
    const attributes = newResourceAttributes({ ...resourceAttributesFrom(given), name })
    await requireNamesOnce(attributes)
    const now = this.clock.now()
    const detail = { resource: identifier, after: resourceFieldsOf(attributes) }
    return this.resources
      .create({ ...attributes, identifier, createdAt: now, updatedAt: now }, () =>
        actor.event({ type: 'resource.registered', detail }, now),
      )
      .catch((error: unknown) => {
        throw error instanceof AlreadyExists ? fieldProblem('identifier', 'is registered already') : error
      })
  }

  /**
   * Changes what is given of one version.
   *
   * @throws Problem invalid-fields, conflict, changed-meanwhile
   */
  async change(
    before: ResourceRecord,
    version: Date,
    fields: ResourceChangeFields,
    actor: Actor,
  ): Promise<ResourceRecord> {
    const { identifier } = before
    const state = resourceAttributesOf(before)
    const changes = resourceAttributesFrom(fields)
    const after = { ...state, ...changes }
    await requireNamesOnce(after)
    requireBuiltIn(identifier, state, after)
    const now = this.clock.now()
    const detail = {
      resource: identifier,
      ...changesBetween(resourceFieldsOf(state), resourceFieldsOf(after)),
    }
    const event = actor.event({ type: 'resource.updated', detail }, now)
    return refusingOldVersion(
      refusingUsed(this.resources.update(identifier, changes, now, { version, event })),
      async () => {
        const row = await this.resources.find(identifier)
        return row && { row, view: resourceView(row) }
      },
    )
  }

  /** Removes an API that nothing depends on. @throws Problem not-found, forbidden, conflict */
  async remove(id: string, actor: Actor): Promise<void> {
    const resource = await this.requireChangeable(id, actor)
    const { identifier } = resource
    if (builtInParts(identifier)) {
      throw new Problem('conflict', { detail: `${identifier} is a part of the server and stays.` })
    }
    const detail = { resource: identifier, before: resourceFieldsOf(resourceAttributesOf(resource)) }
    const event = actor.event({ type: 'resource.removed', detail }, this.clock.now())
    await refusingUsed(this.resources.remove(identifier, event))
  }
}

async function requireNamesOnce({ scopes, roles }: ResourceAttributes): Promise<void> {
  await fieldProblems(() => {
    requireEachOnce('scopes', scopes)
    requireEachOnce('roles', roles)
    return Promise.resolve()
  })
}

/**
 * The server puts these parts back at each start; until then a change would take rights away, or hide from people what
 * they consent to.
 *
 * @throws Problem conflict
 */
function requireBuiltIn(identifier: string, before: ResourceAttributes, after: ResourceAttributes): void {
  const builtIn = builtInParts(identifier)
  if (!builtIn) return
  const parts = ({ name, scopes, roles }: ResourceAttributes) => ({
    name,
    ...named('scope', builtIn.scopes, scopes),
    ...named('role', builtIn.roles, roles),
  })
  const [changed] = Object.keys(changesBetween(parts(before), parts(after)).before)
  if (changed === undefined) return
  throw new Problem('conflict', {
    detail: `The ${changed} of ${identifier} is a part of the server and stays.`,
  })
}

function named(kind: string, names: readonly string[], parts: readonly { name: string }[]): object {
  const kept = parts.filter(({ name }) => names.includes(name))
  return Object.fromEntries(kept.map((part) => [`${kind} ${part.name}`, part]))
}

/** Waits for a change; what others hold becomes a refusal that names them. */
async function refusingUsed<T>(change: Promise<T>): Promise<T> {
  try {
    return await change
  } catch (error) {
    if (!(error instanceof StillInUse)) throw error
    const { clients, people } = error.use
    const use: AdminStillInUse = {
      clients: clients.slice(0, MOST_NAMED),
      client_count: clients.length,
      people_count: people,
    }
    throw new Problem('conflict', { detail: sentence(error), ...use })
  }
}

function sentence({ what, use: { clients, people } }: StillInUse): string {
  const holders = [
    ...(clients.length === 0 ? [] : [`these clients: ${clients.slice(0, MOST_NAMED).join(', ')}`]),
    ...(clients.length > MOST_NAMED ? [`${clients.length - MOST_NAMED} more clients`] : []),
    ...(people === 0 ? [] : [`${people} ${people === 1 ? 'person' : 'people'} by a role`]),
  ]
  return `${what.join(', ')}: held by ${holders.join(' and ')}. Take it away from them first.`
}
