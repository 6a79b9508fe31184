import { refusingDuplicates } from '../already-exists.js'
import type { Batcher } from '../batcher.js'
import type { Database } from '../database.js'
import { Prisma } from '../generated/client.js'
import type { UserRecord } from '../records.js'
import { canBeKey, isUuid, storableJson } from '../storable.js'
import { audited, type Report } from './audit-store.js'
import { Ending } from './ending.js'
import { endPasswordLink } from './password-link-store.js'
import { PERSON } from './person-row.js'

/** An account to make: the columns of `users`. User name and mail address are stored in lower case. */
export type NewUser = Omit<Prisma.UserUncheckedCreateInput, 'roles' | 'sessions' | 'grants' | 'passwordLink'>

/** A role that a resource knows. */
export interface HeldRole {
  resource: string
  role: string
}

/** Columns to change, and the roles that take the place of those before. */
export type UserChange = Partial<Omit<NewUser, 'id' | 'address' | 'passwordHash' | 'passwordChangedAt'>> & {
  /** The members of OIDC Core §5.1.1; null removes the address. */
  address?: object | null
  roles?: readonly HeldRole[]
}

const WITH_ROLES = { roles: true } as const

const FIND_BY_ID = `
  SELECT asked.place::int, ${PERSON.select}
  FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (id, place) JOIN users u ON u.id = asked.id`

/** What a person may type to say who they are is compared in lower case, whatever their language. */
function loginForm(login: string): string {
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
  private readonly findings: Batcher<string, UserRecord | undefined>

  constructor(private readonly database: Database) {
    this.findings = database.batched(
      { name: 'users-find', text: FIND_BY_ID },
      (ids) => [ids],
      (row) => PERSON.read(row, 1),
      undefined,
    )
  }

  /** The person whose `sub` this is, disabled or not. */
  async findById(id: string): Promise<UserRecord | undefined> {
    return isUuid(id) ? this.findings.add(id) : undefined
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
   * Makes an account, with the roles that it holds from the beginning; their resources must know them.
   *
   * @throws AlreadyExists when the user name or the mail address is taken
   */
  async create(
    input: NewUser,
    roles: readonly HeldRole[] = [],
    report?: Report<UserRecord>,
  ): Promise<UserRecord> {
    const given = roles.map(({ resource, role }) => ({ resourceIdentifier: resource, role }))
    const data = { ...userRow(input), roles: { create: given } }
    return refusingDuplicates(
      audited(this.database, (prisma) => prisma.user.create({ data, include: WITH_ROLES }), report),
    )
  }

  /**
   * Changes what is given and nothing else. The account must exist.
   *
   * @throws AlreadyExists when the user name or the mail address is taken
   */
  async update(id: string, change: UserChange, now: Date): Promise<UserRecord> {
    const { address, roles, username, email, ...columns } = change
    const given = roles?.map(({ resource, role }) => ({ resourceIdentifier: resource, role, grantedAt: now }))
    return refusingDuplicates(
      this.database.prisma.user.update({
        where: { id },
        data: {
          ...columns,
          ...(username === undefined ? {} : { username: loginForm(username) }),
          ...(email === undefined ? {} : { email: email === null ? null : loginForm(email) }),
          ...(address === undefined
            ? {}
            : { address: address === null ? Prisma.DbNull : storableJson(address) }),
          updatedAt: now,
          ...(given && { roles: { deleteMany: {}, create: given } }),
        },
        include: WITH_ROLES,
      }),
    )
  }

  /** Every account, disabled or not, by user name. */
  async list(): Promise<UserRecord[]> {
    return this.database.prisma.user.findMany({ include: WITH_ROLES, orderBy: { username: 'asc' } })
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
    await this.database.prisma.$transaction([
      this.database.prisma.passwordLink.deleteMany({ where: { userId: id } }),
      this.database.prisma.userRole.createMany({
        data: [{ userId: id, resourceIdentifier: resource, role, grantedAt: now }],
        skipDuplicates: true,
      }),
    ])
  }

  /**
   * Replaces the password's hash. Whoever used the one before is signed out: sessions, refresh families and living
   * access tokens of the person end with it. False when there is no such account.
   */
  async setPassword(id: string, passwordHash: string, now: Date): Promise<boolean> {
    return this.endingEverything(id, now, 'password_changed', {
      text: 'UPDATE users SET password_hash = $2, password_changed_at = $3, updated_at = $3 WHERE id = $1',
      values: [id, passwordHash, now],
    })
  }

  /**
   * Switches an account off: the person's sessions end, their refresh families are revoked, those with offline access
   * too, and one entry that matches `sub` ends their living access tokens. False when there is no such account, or it
   * was off before.
   */
  async disable(id: string, now: Date): Promise<boolean> {
    return this.endingEverything(id, now, 'account_disabled', {
      text: 'UPDATE users SET disabled_at = $2, updated_at = $2 WHERE id = $1 AND disabled_at IS NULL',
      values: [id, now],
    })
  }

  /** Switches an account on again; what was ended stays ended. False when it was not off. */
  async enable(id: string, now: Date): Promise<boolean> {
    if (!isUuid(id)) return false
    const { count } = await this.database.prisma.user.updateMany({
      where: { id, disabledAt: { not: null } },
      data: { disabledAt: null, updatedAt: now },
    })
    return count === 1
  }

  /** Runs the statement; when it reached a row, the person is signed out everywhere with it. */
  private async endingEverything(
    id: string,
    now: Date,
    reason: string,
    statement: { text: string; values: unknown[] },
  ): Promise<boolean> {
    if (!isUuid(id)) return false
    return this.database.transaction(async (connection) => {
      const reached = await connection.query(statement)
      if (reached.rowCount === 0) return false
      await new Ending(connection, now, reason).person(id)
      await endPasswordLink(connection, id)
      return true
    })
  }
}
