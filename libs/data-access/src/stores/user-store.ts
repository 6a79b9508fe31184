import { refusingDuplicates } from '../already-exists.js'
import type { Database } from '../database.js'
import type { Prisma } from '../generated/client.js'
import type { UserRecord } from '../records.js'
import { canBeKey, isUuid } from '../storable.js'

/** An account to make: the columns of `users`. User name and mail address are stored in lower case. */
export type NewUser = Omit<Prisma.UserUncheckedCreateInput, 'roles' | 'sessions' | 'grants'>

const WITH_ROLES = { roles: true } as const

/** What a person may type to say who they are is compared in lower case, whatever their language. */
export function loginForm(login: string): string {
  return login.trim().toLowerCase()
}

/** The row for a new account. */
export function userRow(input: NewUser): Prisma.UserUncheckedCreateInput {
  return {
    ...input,
    username: loginForm(input.username),
    ...(input.email ? { email: loginForm(input.email) } : {}),
  }
}

/** People with accounts. */
export class UserStore {
  constructor(private readonly database: Database) {}

  /** The person whose `sub` this is, disabled or not. */
  async findById(id: string): Promise<UserRecord | undefined> {
    if (!isUuid(id)) return undefined
    const found = await this.database.prisma.user.findUnique({ where: { id }, include: WITH_ROLES })
    return found ?? undefined
  }

  /** The person whose user name or mail address this is, in any case of letters, disabled or not. */
  async findByLogin(login: string): Promise<UserRecord | undefined> {
    if (!canBeKey(login)) return undefined
    const typed = loginForm(login)
    const found = await this.database.prisma.user.findMany({
      where: { OR: [{ username: typed }, { email: typed }] },
      include: WITH_ROLES,
    })
    return found.find((user) => user.username === typed) ?? found[0]
  }

  /**
   * Makes an account.
   *
   * @throws AlreadyExists when the user name or the mail address is taken
   */
  async create(input: NewUser): Promise<UserRecord> {
    return refusingDuplicates(this.database.prisma.user.create({ data: userRow(input), include: WITH_ROLES }))
  }

  /** True when there is any account. */
  async exists(): Promise<boolean> {
    return (await this.database.prisma.user.findFirst({ select: { id: true } })) !== null
  }

  /** True when any person who is not disabled holds the role. */
  async hasRole(resource: string, role: string): Promise<boolean> {
    const holder = await this.database.prisma.userRole.findFirst({
      where: { resourceIdentifier: resource, role, user: { disabledAt: null } },
      select: { userId: true },
    })
    return holder !== null
  }

  /** Gives a role that the resource knows; giving it again changes nothing. */
  async grantRole(id: string, resource: string, role: string, now: Date): Promise<void> {
    await this.database.prisma.userRole.createMany({
      data: [{ userId: id, resourceIdentifier: resource, role, grantedAt: now }],
      skipDuplicates: true,
    })
  }

  /** Replaces the password's hash. */
  async setPassword(id: string, passwordHash: string, now: Date): Promise<void> {
    await this.database.prisma.user.update({
      where: { id },
      data: { passwordHash, passwordChangedAt: now, updatedAt: now },
    })
  }
}
