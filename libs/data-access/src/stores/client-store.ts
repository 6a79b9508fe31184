import { refusingDuplicates } from '../already-exists.js'
import { refusingOldVersions } from '../changed-meanwhile.js'
import type { Database } from '../database.js'
import { Prisma } from '../generated/client.js'
import type { ClientRecord } from '../records.js'
import { canBeKey, storableBytes, storableJson } from '../storable.js'
import type { ListPage } from '../keyset-page.js'
import { audited, auditOn, type NewAuditEvent, type Report } from './audit-store.js'
import { dueSecrets, type DueSecret } from './due-secrets.js'
import { clientPage, type ClientListRequest, type ClientRow } from './client-list.js'
import {
  endTokensOfClients,
  SWITCH_CLIENT_OFF,
  SWITCH_CLIENT_ON,
  REMOVE_CLIENT,
  type ClientChange,
  type NewClient,
  type NewClientSecret,
} from './client-writes.js'

const WITH_PARTS = { secrets: true, resourceScopes: true } as const

/** A secret's last use is written at most this often. */
const LAST_USE_SECONDS = 60

/**
 * Registered clients.
 *
 * @see RFC 6749 §2
 */
export class ClientStore {
  constructor(private readonly database: Database) {}

  /** The client with its secrets and scopes, disabled or not; undefined when there is none of this id. */
  async find(clientId: string): Promise<ClientRecord | undefined> {
    if (!canBeKey(clientId)) return undefined
    const found = await this.database.prisma.client.findUnique({ where: { clientId }, include: WITH_PARTS })
    return found ?? undefined
  }

  /** Every client, disabled or not, by id. */
  async list(): Promise<ClientRecord[]> {
    return this.database.prisma.client.findMany({ include: WITH_PARTS, orderBy: { clientId: 'asc' } })
  }

  /** Secrets that end soon or are old, the most urgent first; `total` counts those beyond the limit too. */
  dueSecrets(now: Date, limit: number): Promise<{ total: number; secrets: DueSecret[] }> {
    return dueSecrets(this.database, now, limit)
  }

  /**
   * Registers a client.
   *
   * @throws AlreadyExists when the id is taken
   */
  async create(input: NewClient, report?: Report<ClientRecord>): Promise<ClientRecord> {
    const { secrets, resourceScopes, ...columns } = input
    const data = {
      ...columns,
      secrets: { create: secretRows(secrets) },
      resourceScopes: { create: scopeRows(resourceScopes) },
    }
    return refusingDuplicates(
      audited(this.database, (prisma) => prisma.client.create({ data, include: WITH_PARTS }), report),
    )
  }

  /**
   * Registers a client or brings it to the given state. Secrets and scopes that are given replace the ones before; left
   * out they stay.
   */
  async upsert(input: NewClient): Promise<ClientRecord> {
    const { secrets, resourceScopes, ...columns } = input
    return this.database.prisma.client.upsert({
      where: { clientId: input.clientId },
      create: {
        ...columns,
        secrets: { create: secretRows(secrets) },
        resourceScopes: { create: scopeRows(resourceScopes) },
      },
      update: {
        ...columns,
        ...(secrets && { secrets: { deleteMany: {}, create: secretRows(secrets) } }),
        ...(resourceScopes && {
          resourceScopes: { deleteMany: {}, create: scopeRows(resourceScopes) },
        }),
      },
      include: WITH_PARTS,
    })
  }

  /**
   * Changes what is given and nothing else. The client must exist.
   *
   * @param version the `updatedAt` that the change was made for; left out, the last writer wins
   * @throws ChangedMeanwhile when the client is of another version by now
   */
  async update(
    clientId: string,
    change: ClientChange,
    now: Date,
    { version, report }: { version?: Date; report?: Report<ClientRecord> } = {},
  ): Promise<ClientRecord> {
    const { secrets, resourceScopes, jwks, ...columns } = change
    const data = {
      ...columns,
      ...(jwks === undefined ? {} : { jwks: jwks === null ? Prisma.DbNull : storableJson(jwks) }),
      updatedAt: now,
      ...(secrets && { secrets: { deleteMany: {}, create: secretRows(secrets) } }),
      ...(resourceScopes && { resourceScopes: { deleteMany: {}, create: scopeRows(resourceScopes) } }),
    }
    const where = { clientId, ...(version && { updatedAt: version }) }
    return refusingOldVersions(
      audited(this.database, (prisma) => prisma.client.update({ where, data, include: WITH_PARTS }), report),
    )
  }

  /** Adds a secret beside those that live, so that a rotation has an overlap. The client must exist. */
  async addSecret(
    clientId: string,
    secret: NewClientSecret,
    now: Date,
    report?: Report<ClientRecord>,
  ): Promise<ClientRecord> {
    const data = { updatedAt: now, secrets: { create: secretRows([secret]) } }
    return audited(
      this.database,
      (prisma) => prisma.client.update({ where: { clientId }, data, include: WITH_PARTS }),
      report,
    )
  }

  /** Removes one secret, or gives it an end. The client must exist and have it. */
  async changeSecret(
    clientId: string,
    secretId: string,
    change: 'remove' | { name?: string; expiresAt?: Date | null },
    now: Date,
    report?: Report<ClientRecord>,
  ): Promise<ClientRecord> {
    const secrets =
      change === 'remove'
        ? { delete: { id: secretId } }
        : { update: { where: { id: secretId }, data: change } }
    return audited(
      this.database,
      (prisma) =>
        prisma.client.update({
          where: { clientId },
          data: { updatedAt: now, secrets },
          include: WITH_PARTS,
        }),
      report,
    )
  }

  /** Clients in rows, a page at a time. */
  async page(request: ClientListRequest): Promise<ListPage<ClientRow>> {
    return clientPage(this.database, request)
  }

  /**
   * Switches a client off: its refresh families are revoked, and one entry that matches `client_id` ends its living
   * access tokens. False when there is none of this id, or it was off before.
   */
  async disable(clientId: string, now: Date, event?: NewAuditEvent): Promise<boolean> {
    return this.endingTokens(clientId, now, 'client_disabled', event, {
      text: SWITCH_CLIENT_OFF,
      values: [clientId, now],
    })
  }

  /** Switches a client on again; what was revoked stays revoked. False when it was not off. */
  async enable(clientId: string, now: Date, event?: NewAuditEvent): Promise<boolean> {
    if (!canBeKey(clientId)) return false
    return this.database.transaction(async (connection) => {
      const { rowCount } = await connection.query(SWITCH_CLIENT_ON, [clientId, now])
      if (rowCount === 0) return false
      await auditOn(connection, event)
      return true
    })
  }

  /**
   * Removes a client with all that people allowed it, so that a later one of the same id begins with nothing; its
   * tokens end as with `disable`. False when there is none of this id.
   */
  async remove(clientId: string, now: Date, event?: NewAuditEvent): Promise<boolean> {
    return this.endingTokens(clientId, now, 'client_removed', event, {
      text: REMOVE_CLIENT,
      values: [clientId],
    })
  }

  /** Runs the statement; when it reached a row, every token of the client ends with it. */
  private async endingTokens(
    clientId: string,
    now: Date,
    reason: string,
    event: NewAuditEvent | undefined,
    statement: { text: string; values: unknown[] },
  ): Promise<boolean> {
    if (!canBeKey(clientId)) return false
    return this.database.transaction(async (connection) => {
      const reached = await connection.query(statement)
      if (reached.rowCount === 0) return false
      await endTokensOfClients(connection, [{ clientId, reason }], now)
      await auditOn(connection, event)
      return true
    })
  }

  /** Notes that a secret let a client in; at most once a minute, so that traffic does not become writes. */
  async markSecretUsed(secretId: string, now: Date): Promise<void> {
    await this.database.execute(
      {
        name: 'client-secret-used',
        text: `UPDATE client_secrets SET last_used_at = $2
          WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3)`,
      },
      [secretId, now, new Date(now.getTime() - LAST_USE_SECONDS * 1000)],
    )
  }
}

function secretRows(secrets: readonly NewClientSecret[] = []): Prisma.ClientSecretCreateWithoutClientInput[] {
  return secrets.map((secret) => ({ ...secret, digest: storableBytes(secret.digest) }))
}

function scopeRows(
  scopes: readonly { resource: string; scope: string }[] = [],
): Prisma.ClientResourceScopeUncheckedCreateWithoutClientInput[] {
  return scopes.map(({ resource, scope }) => ({ resourceIdentifier: resource, scope }))
}
