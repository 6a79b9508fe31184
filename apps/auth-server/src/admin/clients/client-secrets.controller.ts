import { Body, Controller, Delete, Param, Patch, Post } from '@nestjs/common'
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import { ClientStore, type ClientRecord } from '@gatehouse/data-access'
import { Clock } from '../../config/clock.js'
import { Answer } from '../../http/answer.js'
import { fieldProblem, Problem } from '../../http/problem.js'
import { needsSecret, ownSecret, randomSecret, secretRow } from '../../registration/client-secret.js'
import { line } from '../../registration/values.js'
import { Actor, CurrentActor } from '../route/actor.js'
import { AdminRoute } from '../route/admin-route.js'
import { MomentField, TextField } from '../route/fields.js'
import { Idempotent } from '../route/idempotent.js'
import { versioned } from '../route/version.js'
import { ClientView, clientView, ClientWithSecretView } from './client-view.js'
import { ClientsService } from './clients.service.js'

/** A secret to add. */
export class NewSecretFields {
  @TextField({ description: 'What you call it; default the date', read: line(100), optional: true })
  name?: string
  @TextField({ description: 'The secret; left out, 256 random bits', read: ownSecret, optional: true })
  secret?: string
  @MomentField({ description: 'When it ends; left out, it lives until removed', optional: true })
  expires_at?: string
}

/** What may be changed of a secret. */
export class SecretChangeFields {
  @TextField({ description: 'What you call it', read: line(100), optional: true })
  name?: string
  @MomentField({ description: 'When it ends; null for never', optional: true, nullable: true })
  expires_at?: string | null
}

/**
 * Secrets of a client. Several live side by side, so that a rotation has an overlap: add the new one, bring it out, watch
 * `last_used_at` of the old one stand still, remove it.
 */
@ApiTags('Clients')
@Controller('admin/v1/clients/:client_id/secrets')
export class ClientSecretsController {
  constructor(
    private readonly service: ClientsService,
    private readonly clients: ClientStore,
    private readonly clock: Clock,
  ) {}

  @Post()
  @AdminRoute('admin:clients:write')
  @Idempotent()
  @ApiOperation({ summary: 'Add a secret beside the others; it is shown this once' })
  @ApiCreatedResponse({ type: ClientWithSecretView })
  async add(
    @Param('client_id') clientId: string,
    @Body() { name, secret: own, expires_at: end }: NewSecretFields,
    @CurrentActor() actor: Actor,
  ): Promise<Answer> {
    const before = await this.service.requireChangeable(clientId, actor)
    if (!needsSecret(before.tokenEndpointAuthMethod)) {
      throw new Problem('conflict', {
        detail: `The client uses no secret but ${before.tokenEndpointAuthMethod}.`,
      })
    }
    const now = this.clock.now()
    const expiresAt = end === undefined ? undefined : this.endOf(end, now)
    const secret = own ?? randomSecret()
    const row = secretRow(secret, { name, expiresAt }, now)
    const detail = { secret: row.name, expires_at: end ?? null }
    const client = await this.clients.addSecret(clientId, row, now, () =>
      actor.event({ type: 'client.secret_added', clientId, detail }, now),
    )
    const view = { ...clientView(client), ...(own === undefined ? { client_secret: secret } : {}) }
    return versioned(client, view, { status: 201 })
  }

  @Patch(':secret_id')
  @AdminRoute('admin:clients:write')
  @ApiOperation({ summary: 'Rename a secret, or give it an end' })
  @ApiOkResponse({ type: ClientView })
  async change(
    @Param('client_id') clientId: string,
    @Param('secret_id') secretId: string,
    @Body() { name, expires_at: end }: SecretChangeFields,
    @CurrentActor() actor: Actor,
  ): Promise<Answer> {
    const secret = await this.requireSecret(clientId, secretId, actor)
    const now = this.clock.now()
    const change = {
      ...(name === undefined ? {} : { name }),
      ...(end === undefined ? {} : { expiresAt: end === null ? null : this.endOf(end, now) }),
    }
    const detail = {
      secret: secret.name,
      ...(name && { name }),
      ...(end !== undefined && { expires_at: end }),
    }
    const client = await this.clients.changeSecret(clientId, secretId, change, now, () =>
      actor.event({ type: 'client.secret_changed', clientId, detail }, now),
    )
    return versioned(client, clientView(client))
  }

  @Delete(':secret_id')
  @AdminRoute('admin:clients:write')
  @ApiOperation({ summary: 'Remove a secret; whoever uses it is refused from then on' })
  @ApiOkResponse({ type: ClientView })
  async remove(
    @Param('client_id') clientId: string,
    @Param('secret_id') secretId: string,
    @CurrentActor() actor: Actor,
  ): Promise<Answer> {
    const secret = await this.requireSecret(clientId, secretId, actor)
    const now = this.clock.now()
    const detail = { secret: secret.name, last_used_at: secret.lastUsedAt }
    const client = await this.clients.changeSecret(clientId, secretId, 'remove', now, () =>
      actor.event({ type: 'client.secret_removed', clientId, detail }, now),
    )
    return versioned(client, clientView(client))
  }

  /** @throws Problem not-found */
  private async requireSecret(
    clientId: string,
    secretId: string,
    actor: Actor,
  ): Promise<ClientRecord['secrets'][number]> {
    const client = await this.service.requireChangeable(clientId, actor)
    const secret = client.secrets.find(({ id }) => id === secretId)
    if (!secret) throw new Problem('not-found', { detail: 'The client has no such secret.' })
    return secret
  }

  /** @throws Problem invalid-fields when the end is over already */
  private endOf(text: string, now: Date): Date {
    const end = new Date(text)
    if (end.getTime() <= now.getTime()) throw fieldProblem('expires_at', 'must be in the future')
    return end
  }
}
