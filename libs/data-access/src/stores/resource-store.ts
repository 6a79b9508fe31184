import type { Database } from '../database.js'
import type { Prisma } from '../generated/client.js'
import type { ResourceRecord } from '../records.js'
import { canBeKey } from '../storable.js'

/** An API to register: the columns of `resources`, its scopes and its roles. */
export type NewResource = Omit<Prisma.ResourceUncheckedCreateInput, 'scopes' | 'roles'> & {
  scopes?: readonly { name: string; consentText: string; sensitive?: boolean }[]
  roles?: readonly { name: string; description: string }[]
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
}
