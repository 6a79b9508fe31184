import { SIGNING_KEY_LOCK } from '../advisory-locks.js'
import type { Database } from '../database.js'
import type { SigningKey } from '../generated/client.js'
import type { Input } from '../records.js'
import { storableBytes, storableJson } from '../storable.js'

/** A key to keep: its private half is sealed already. */
export type NewSigningKey = Omit<
  Input<SigningKey>,
  'publicJwk' | 'activatedAt' | 'retiringAt' | 'lastTokenExpiresAt' | 'retiredAt'
> & {
  /** The public half alone. */
  publicJwk: object
  activatedAt?: Date | null
  retiredAt?: Date | null
}

/** Keys that sign tokens; the private halves come and go sealed. */
export class SigningKeyStore {
  constructor(private readonly database: Database) {}

  /** Every key that verifies or will, oldest first. */
  async list(): Promise<SigningKey[]> {
    return this.database.prisma.signingKey.findMany({
      where: { status: { notIn: ['retired', 'revoked'] } },
      orderBy: [{ createdAt: 'asc' }, { kid: 'asc' }],
    })
  }

  /** Keeps a key. */
  async add(key: NewSigningKey): Promise<void> {
    await this.database.prisma.signingKey.create({
      data: {
        ...key,
        publicJwk: storableJson(key.publicJwk),
        sealedPrivateJwk: storableBytes(key.sealedPrivateJwk),
      },
    })
  }

  /**
   * Keeps the key if the algorithm has no active one. Of several servers that start at once one is first; the others
   * add nothing.
   */
  async addIfNone(alg: string, key: NewSigningKey): Promise<void> {
    await this.database.prisma.$transaction(async (transaction) => {
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${SIGNING_KEY_LOCK}::bigint)`
      const active = await transaction.signingKey.findFirst({ where: { alg, status: 'active' } })
      if (active) return
      await transaction.signingKey.create({
        data: {
          ...key,
          publicJwk: storableJson(key.publicJwk),
          sealedPrivateJwk: storableBytes(key.sealedPrivateJwk),
        },
      })
    })
  }

  /** Replaces the sealed private half, after a change of the key-encryption key. */
  async reseal(kid: string, sealedPrivateJwk: Uint8Array): Promise<void> {
    await this.database.prisma.signingKey.update({
      where: { kid },
      data: { sealedPrivateJwk: storableBytes(sealedPrivateJwk) },
    })
  }
}
