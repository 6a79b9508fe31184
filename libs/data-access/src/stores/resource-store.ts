import { refusingDuplicates } from '../already-exists.js'
import type { Database } from '../database.js'
import type { Prisma } from '../generated/client.js'
import type { ListPage } from '../keyset-page.js'
import type { ResourceRecord } from '../records.js'
import { canBeKey } from '../storable.js'
import type { ResourceUse } from '../still-in-use.js'
import { audited, auditOn, type NewAuditEvent, type Report } from './audit-store.js'
import { resourcePage, type ResourceListRequest, type ResourceRow } from './resource-list.js'
import {
  changeResource,
  deleteResource,
  forgetConsent,
  removeMissingParts,
  useOfResource,
  type NewRole,
  type NewScope,
  type ResourceChange,
} from './resource-writes.js'

/** An API to register: the columns of `resources`, its scopes and its roles. */
export type NewResource = Omit<Prisma.ResourceUncheckedCreateInput, 'scopes' | 'roles'> & {
  scopes?: readonly NewScope[]
  roles?: readonly NewRole[]
}

const WITH_PARTS = {
  scopes: { orderBy: { name: 'asc' } },
  roles: { orderBy: { name: 'asc' } },
} as const

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

  /** Resources in rows, a page at a time. */
  async page(request: ResourceListRequest): Promise<ListPage<ResourceRow>> {
    return resourcePage(this.database, request)
  }

  /**
   * Registers a resource.
   *
   * @throws AlreadyExists when the identifier is taken
   */
  async create(input: NewResource, report?: Report<ResourceRecord>): Promise<ResourceRecord> {
    const { scopes = [], roles = [], ...columns } = input
    const data = { ...columns, scopes: { create: [...scopes] }, roles: { create: [...roles] } }
    return refusingDuplicates(
      audited(this.database, (prisma) => prisma.resource.create({ data, include: WITH_PARTS }), report),
    )
  }

  /**
   * Changes what is given of one version; scopes and roles that are given take the place of those before.
   *
   * @throws ChangedMeanwhile when the resource is of another version by now, or gone
   * @throws StillInUse when a client holds a scope, or a person a role, that would go
   */
  async update(
    identifier: string,
    change: ResourceChange,
    now: Date,
    { version, event }: { version?: Date; event?: NewAuditEvent } = {},
  ): Promise<ResourceRecord> {
    await this.database.transaction(async (connection) => {
      await changeResource(connection, identifier, change, now, version)
      await removeMissingParts(connection, identifier, change)
      await auditOn(connection, event)
    })
    return this.database.prisma.resource.findUniqueOrThrow({ where: { identifier }, include: WITH_PARTS })
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

  /**
   * Takes scopes and roles away from the resource, and so from every client and person that holds them; what people
   * allowed of them is forgotten.
   */
  async removeParts(identifier: string, parts: { scopes: string[]; roles: string[] }): Promise<void> {
    await this.database.transaction(async (connection) => {
      await connection.query(
        'DELETE FROM resource_scopes WHERE resource_identifier = $1 AND name = ANY ($2)',
        [identifier, parts.scopes],
      )
      await forgetConsent(connection, identifier, parts.scopes)
      await connection.query('DELETE FROM roles WHERE resource_identifier = $1 AND name = ANY ($2)', [
        identifier,
        parts.roles,
      ])
    })
  }

  /** Who depends on the resource. */
  async useOf(identifier: string): Promise<ResourceUse> {
    return useOfResource(this.database.pool, identifier)
  }

  /**
   * Removes a resource that nothing depends on. False when there is none of this identifier.
   *
   * @throws StillInUse
   */
  async remove(identifier: string, event?: NewAuditEvent): Promise<boolean> {
    if (!canBeKey(identifier)) return false
    return this.database.transaction(async (connection) => {
      const removed = await deleteResource(connection, identifier)
      if (removed) await auditOn(connection, event)
      return removed
    })
  }
}
