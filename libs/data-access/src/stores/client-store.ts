import { refusingDuplicates } from '../already-exists.js'
import type { Database } from '../database.js'
import type { Prisma } from '../generated/client.js'
import type { ClientRecord } from '../records.js'
import { canBeKey, storableBytes } from '../storable.js'

/** A secret as it is stored: its digest, never itself. */
export interface NewClientSecret {
  /** What the admin calls it. */
  name: string
  /** SHA-256 of the secret. */
  digest: Uint8Array
  /** First characters of the secret. */
  hint: string
  /** Absent means it lives until removed. */
  expiresAt?: Date
}

/** A client to register: the columns of `clients`, its secrets, and its ceiling of API scopes. */
export type NewClient = Omit<Prisma.ClientUncheckedCreateInput, 'secrets' | 'resourceScopes'> & {
  secrets?: readonly NewClientSecret[]
  resourceScopes?: readonly { resource: string; scope: string }[]
}

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

  /**
   * Registers a client.
   *
   * @throws AlreadyExists when the id is taken
   */
  async create(input: NewClient): Promise<ClientRecord> {
    const { secrets, resourceScopes, ...columns } = input
    return refusingDuplicates(
      this.database.prisma.client.create({
        data: {
          ...columns,
          secrets: { create: secretRows(secrets) },
          resourceScopes: { create: scopeRows(resourceScopes) },
        },
        include: WITH_PARTS,
      }),
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
