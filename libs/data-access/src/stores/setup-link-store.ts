import { refusingDuplicates } from '../already-exists.js'
import type { Database } from '../database.js'
import type { UserRecord } from '../records.js'
import { storableBytes } from '../storable.js'
import { userRow, type NewUser } from './user-store.js'

/** The one-time link that makes the first admin. */
export class SetupLinkStore {
  constructor(private readonly database: Database) {}

  /** Makes this the only link that can be used. */
  async replace(digest: Uint8Array, expiresAt: Date, now: Date): Promise<void> {
    await this.database.prisma.$transaction([
      this.database.prisma.setupLink.deleteMany({ where: { usedAt: null } }),
      this.database.prisma.setupLink.create({
        data: { digest: storableBytes(digest), expiresAt, createdAt: now },
      }),
    ])
  }

  /** True while the link may be used. */
  async find(digest: Uint8Array, now: Date): Promise<boolean> {
    const link = await this.database.prisma.setupLink.findUnique({
      where: { digest: storableBytes(digest), usedAt: null, expiresAt: { gt: now } },
    })
    return link !== null
  }

  /**
   * Uses the link: the account is made and given the role, or nothing happens. Undefined when the link is used, expired
   * or unknown.
   *
   * @throws AlreadyExists when the user name or the mail address is taken; the link can still be used then
   */
  async redeem(
    digest: Uint8Array,
    now: Date,
    user: NewUser,
    role: { resource: string; role: string },
  ): Promise<UserRecord | undefined> {
    return refusingDuplicates(
      this.database.prisma.$transaction(async (transaction) => {
        const used = await transaction.setupLink.updateMany({
          where: { digest: storableBytes(digest), usedAt: null, expiresAt: { gt: now } },
          data: { usedAt: now },
        })
        if (used.count === 0) return undefined
        const given = { resourceIdentifier: role.resource, role: role.role, grantedAt: now }
        return transaction.user.create({
          data: { ...userRow(user), roles: { create: given } },
          include: { roles: true },
        })
      }),
    )
  }
}
