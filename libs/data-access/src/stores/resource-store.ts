import { refusingDuplicates } from '../already-exists.js'
import type { Database } from '../database.js'
import type { Prisma } from '../generated/client.js'
import type { ResourceRecord } from '../records.js'
import { canBeKey } from '../storable.js'

/** An API to register: the columns of `resources`, its scopes and its roles. */
export type NewResource = Omit<Prisma.ResourceUncheckedCreateInput, 'scopes' | 'roles'> & {
  scopes?: readonly { name: string; consentText: string; sensitive?: boolean }[]
  roles?: readonly { name: string; description: string }[]
}

/** Who would lose something if a resource went. */
export interface ResourceUse {
  /** Ids of clients that hold a scope of it, have it as their default, or are its server. */
  clients: string[]
  /** How many people hold a role of it. */
  people: number
}

const WITH_PARTS = { scopes: true, roles: true } as const

/**
 * Protected resources: the APIs that accept access tokens.
 *
 * @see RFC 8707 §2
 */
export class ResourceStore {
  constructor(private readonly database: Database) {}

  /** The resource with its scopes and roles; undefined when there is none of this identifier. */
  async find(identifier: string): Promise<ResourceRecord | undefined> {
    if (!canBeKey(identifier)) return undefined
    const found = await this.database.prisma.resource.findUnique({
      where: { identifier },
      include: WITH_PARTS,
    })
    return found ?? undefined
  }

  /** Every resource, by identifier. */
  async list(): Promise<ResourceRecord[]> {
    return this.database.prisma.resource.findMany({ include: WITH_PARTS, orderBy: { identifier: 'asc' } })
  }

  /**
   * Registers a resource.
   *
   * @throws AlreadyExists when the identifier is taken
   */
  async create(input: NewResource): Promise<ResourceRecord> {
    const { scopes = [], roles = [], ...columns } = input
    return refusingDuplicates(
      this.database.prisma.resource.create({
        data: { ...columns, scopes: { create: [...scopes] }, roles: { create: [...roles] } },
        include: WITH_PARTS,
      }),
    )
  }

  /**
   * Registers a resource or brings it to the given state. Scopes and roles are added or changed, never removed: clients
   * and people may hold them.
   */
  async upsert(input: NewResource): Promise<ResourceRecord> {
    const { scopes = [], roles = [], ...columns } = input
    const { identifier } = input
    return this.database.prisma.$transaction(async (transaction) => {
      await transaction.resource.upsert({ where: { identifier }, create: columns, update: columns })
      for (const scope of scopes) {
        await transaction.resourceScope.upsert({
          where: { resourceIdentifier_name: { resourceIdentifier: identifier, name: scope.name } },
          create: { ...scope, resourceIdentifier: identifier },
          update: scope,
        })
      }
      for (const role of roles) {
        await transaction.role.upsert({
          where: { resourceIdentifier_name: { resourceIdentifier: identifier, name: role.name } },
          create: { ...role, resourceIdentifier: identifier },
          update: role,
        })
      }
      return transaction.resource.findUniqueOrThrow({ where: { identifier }, include: WITH_PARTS })
    })
  }

  /** Takes scopes and roles away from the resource, and so from every client and person that holds them. */
  async removeParts(identifier: string, parts: { scopes: string[]; roles: string[] }): Promise<void> {
    await this.database.prisma.$transaction([
      this.database.prisma.resourceScope.deleteMany({
        where: { resourceIdentifier: identifier, name: { in: parts.scopes } },
      }),
      this.database.prisma.role.deleteMany({
        where: { resourceIdentifier: identifier, name: { in: parts.roles } },
      }),
    ])
  }

  /** Who depends on the resource. */
  async useOf(identifier: string): Promise<ResourceUse> {
    const clients = await this.database.prisma.client.findMany({
      where: {
        OR: [
          { defaultResource: identifier },
          { resourceServerFor: identifier },
          { resourceScopes: { some: { resourceIdentifier: identifier } } },
        ],
      },
      select: { clientId: true },
      orderBy: { clientId: 'asc' },
    })
    const holders = await this.database.prisma.userRole.findMany({
      where: { resourceIdentifier: identifier },
      select: { userId: true },
      distinct: ['userId'],
    })
    return { clients: clients.map(({ clientId }) => clientId), people: holders.length }
  }

  /** Removes a resource that nothing depends on. False when there is none of this identifier, or it is in use. */
  async removeUnused(identifier: string): Promise<boolean> {
    const { clients, people } = await this.useOf(identifier)
    if (clients.length > 0 || people > 0) return false
    const { count } = await this.database.prisma.resource.deleteMany({ where: { identifier } })
    return count === 1
  }
}
