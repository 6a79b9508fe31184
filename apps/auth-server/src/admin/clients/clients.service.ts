import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import {
  AlreadyExists,
  ClientStore,
  ResourceStore,
  UserStore,
  type ClientRecord,
} from '@gatehouse/data-access'
import { ADMIN_RESOURCE } from '@gatehouse/token-types'
import { Clock } from '../../config/clock.js'
import { fieldProblem, Problem } from '../../http/problem.js'
import {
  attributesOf,
  newClientAttributes,
  withMethod,
  type ClientAttributes,
} from '../../registration/client-attributes.js'
import {
  refuseIdOfPerson,
  requireConsistent,
  requireKnownResources,
} from '../../registration/client-rules.js'
import { needsSecret, randomSecret, secretRow } from '../../registration/client-secret.js'
import { changesBetween } from '../changes.js'
import type { Actor } from '../route/actor.js'
import { refusingOldVersion } from '../route/version.js'
import type { ClientChangeFields, NewClientFields } from './client-fields.js'
import { fieldProblems } from './client-problems.js'
import { attributesFrom, clientView, fieldsOf } from './client-view.js'

/** A client, and its secret in clear where one was made. */
export interface MadeClient {
  client: ClientRecord
  secret?: string
}

/**
 * Registering and changing clients.
 *
 * *Enforces*: the same rules as the command line. What may act at the admin API is given and changed by owners alone:
 * whoever could change such a client could act as it.
 */
@Injectable()
export class ClientsService {
  constructor(
    private readonly clients: ClientStore,
    private readonly resources: ResourceStore,
    private readonly users: UserStore,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem not-found */
  async require(clientId: string): Promise<ClientRecord> {
    const client = await this.clients.find(clientId)
    if (!client) throw new Problem('not-found', { detail: `There is no client ${clientId.slice(0, 200)}.` })
    return client
  }

  /** As `require`, for who is about to change the client. @throws Problem not-found, forbidden */
  async requireChangeable(clientId: string, actor: Actor): Promise<ClientRecord> {
    const client = await this.require(clientId)
    requireMayTouch(attributesOf(client), actor)
    return client
  }

  /** Registers a client, and a secret where its method needs one. @throws Problem invalid-fields, forbidden */
  async register(fields: NewClientFields, actor: Actor): Promise<MadeClient> {
    const { kind = 'web', client_id: clientId = randomUUID(), client_secret: own, ...given } = fields
    const attributes = newClientAttributes(kind, attributesFrom(given))
    requireMayTouch(attributes, actor)
    const secretive = needsSecret(attributes.tokenEndpointAuthMethod)
    if (own !== undefined && !secretive) {
      throw fieldProblem('client_secret', `the method ${attributes.tokenEndpointAuthMethod} uses none`)
    }
    await fieldProblems(async () => {
      requireConsistent(attributes)
      await refuseIdOfPerson(clientId, this.users)
      await requireKnownResources(attributes, this.resources)
    })
    const now = this.clock.now()
    const secret = secretive ? (own ?? randomSecret()) : undefined
    const { jwks, ...columns } = attributes
    const row = {
      ...columns,
      ...(jwks === null ? {} : { jwks }),
      clientId,
      createdAt: now,
      updatedAt: now,
      secrets:
        secret === undefined ? [] : [secretRow(secret, { name: undefined, expiresAt: undefined }, now)],
    }
    const client = await this.clients
      .create(row, () =>
        actor.event({ type: 'client.registered', clientId, detail: { after: fieldsOf(attributes) } }, now),
      )
      .catch((error: unknown) => {
        throw error instanceof AlreadyExists ? fieldProblem('client_id', 'is taken by another client') : error
      })
    return { client, ...(secret !== undefined && own === undefined ? { secret } : {}) }
  }

  /**
   * Changes what is given of one version of the client, after checking the client as it would be.
   *
   * @throws Problem invalid-fields, forbidden, changed-meanwhile
   */
  async change(
    before: ClientRecord,
    version: Date,
    fields: ClientChangeFields,
    actor: Actor,
  ): Promise<ClientRecord> {
    const { clientId } = before
    const state = attributesOf(before)
    const changes = withMethod(attributesFrom(fields), state)
    const after: ClientAttributes = { ...state, ...changes }
    requireMayTouch(after, actor)
    await fieldProblems(async () => {
      requireConsistent(after)
      await requireKnownResources(after, this.resources)
    })
    const now = this.clock.now()
    const detail = changesBetween(fieldsOf(state), fieldsOf(after))
    const dropped = needsSecret(after.tokenEndpointAuthMethod) ? {} : { secrets: [] }
    return refusingOldVersion(
      this.clients.update(clientId, { ...changes, ...dropped }, now, {
        version,
        report: () => actor.event({ type: 'client.updated', clientId, detail }, now),
      }),
      async () => {
        const row = await this.clients.find(clientId)
        return row && { row, view: clientView(row) }
      },
    )
  }

  /**
   * Switches a client on or off; off ends its tokens. Nothing happens where it is so already.
   *
   * @throws Problem not-found, forbidden, conflict for the client of the caller
   */
  async switch(clientId: string, on: boolean, actor: Actor): Promise<ClientRecord> {
    await this.requireChangeable(clientId, actor)
    if (!on) refuseOwnClient(clientId, actor)
    const now = this.clock.now()
    const event = actor.event({ type: on ? 'client.enabled' : 'client.disabled', clientId }, now)
    await (on ? this.clients.enable(clientId, now, event) : this.clients.disable(clientId, now, event))
    return this.require(clientId)
  }

  /** Removes a client; its tokens end. @throws Problem not-found, forbidden, conflict for the client of the caller */
  async remove(clientId: string, actor: Actor): Promise<void> {
    const client = await this.requireChangeable(clientId, actor)
    refuseOwnClient(clientId, actor)
    const now = this.clock.now()
    const detail = { before: fieldsOf(attributesOf(client)) }
    await this.clients.remove(clientId, now, actor.event({ type: 'client.removed', clientId, detail }, now))
  }
}

/** @throws Problem forbidden for a client of the admin API, unless the actor is an owner */
function requireMayTouch(client: ClientAttributes, actor: Actor): void {
  const administers =
    client.defaultResource === ADMIN_RESOURCE ||
    client.resourceServerFor === ADMIN_RESOURCE ||
    client.resourceScopes.some(({ resource }) => resource === ADMIN_RESOURCE)
  if (!administers || actor.isOwner) return
  throw new Problem('forbidden', {
    detail: 'Clients of the admin API are given and changed by owners alone.',
  })
}

/** Who switches off the console through the console locks everybody out. @throws Problem conflict */
function refuseOwnClient(clientId: string, actor: Actor): void {
  if (clientId !== actor.principal.clientId) return
  throw new Problem('conflict', {
    detail: 'You act through this client; switch it off or remove it from another one or the command line.',
  })
}
