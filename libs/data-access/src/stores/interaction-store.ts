import type { Database } from '../database.js'
import type { Interaction } from '../generated/client.js'
import { canBeKey, storableBytes, storableJson } from '../storable.js'

/** An authorization request that has to wait for a person. */
export interface NewInteraction {
  /** Random id for the page's URL. */
  id: string
  /** SHA-256 of the cookie that binds the request to its browser. */
  browserDigest: Uint8Array
  clientId: string
  /** The validated authorization request, as its parameters. */
  parameters: object
  createdAt: Date
  expiresAt: Date
  /** When the person signed in within this interaction; absent at first. */
  signedInAt?: Date
  sessionId?: string
}

/** Authorization requests that wait for a person to sign in or to consent. */
export class InteractionStore {
  constructor(private readonly database: Database) {}

  /** Keeps a request until the person has acted. */
  async create(input: NewInteraction): Promise<void> {
    await this.database.prisma.interaction.create({
      data: {
        ...input,
        browserDigest: storableBytes(input.browserDigest),
        parameters: storableJson(input.parameters),
      },
    })
  }

  /** The waiting request; undefined when it expired, was finished or never was. */
  async find(id: string, now: Date): Promise<Interaction | undefined> {
    if (!canBeKey(id)) return undefined
    const found = await this.database.prisma.interaction.findUnique({ where: { id, expiresAt: { gt: now } } })
    return found ?? undefined
  }

  /** Notes that the person signed in on the way; false when the request is gone. */
  async recordSignIn(id: string, sessionId: string, now: Date): Promise<boolean> {
    const { count } = await this.database.prisma.interaction.updateMany({
      where: { id, expiresAt: { gt: now } },
      data: { sessionId, signedInAt: now },
    })
    return count === 1
  }

  /** Notes that the person chose the account to go on with; false when the request is gone. */
  async recordAccountSelected(id: string, now: Date): Promise<boolean> {
    const { count } = await this.database.prisma.interaction.updateMany({
      where: { id, expiresAt: { gt: now } },
      data: { accountSelectedAt: now },
    })
    return count === 1
  }

  /** Finishes a request. True for the one caller that removed it, so that two clicks make one code. */
  async remove(id: string): Promise<boolean> {
    if (!canBeKey(id)) return false
    const { count } = await this.database.prisma.interaction.deleteMany({ where: { id } })
    return count === 1
  }
}
