import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import {
  AlreadyExists,
  LastOwner,
  OwnersOnly,
  ResourceStore,
  UserAdministration,
  UserStore,
  type AdminDeed,
  type Ended,
  type HeldRole,
  type ProfileChange,
  type UserRecord,
} from '@gatehouse/data-access'
import { ADMIN_RESOURCE, type AdminSignInLock, type AdminUser } from '@gatehouse/token-types'
import { Clock } from '../../config/clock.js'
import { fieldProblem, Problem } from '../../http/problem.js'
import { PasswordHasher } from '../../identity/password-hasher.js'
import { SignInThrottle } from '../../identity/sign-in-throttle.js'
import { randomPassword } from '../../registration/new-password.js'
import { requireFree, requireKnownRoles } from '../../registration/person-rules.js'
import { changesBetween } from '../changes.js'
import type { Actor, Deed } from '../route/actor.js'
import { refusedFields } from '../route/refused-fields.js'
import { refusingOldVersion } from '../route/version.js'
import type { NewUserFields, UserChangeFields } from './user-fields.js'
import { columnsFrom, fieldsOf, userView } from './user-view.js'

/** How long the throttle of sign-in remembers, in seconds. */
const THROTTLE_SECONDS = 900
const OWNER = 'owner'
/** Rules name the command line's option. */
const ROLE_FIELD = { role: 'roles' }

/**
 * Making and changing people.
 *
 * *Enforces*: the same rules as the command line. Who has a role at the admin API is changed by owners alone, or an
 * admin could act as an owner by a new password or mail address; nobody takes the ownership from themselves; one owner
 * remains. What is looked at here is looked at again in the transaction of the change.
 */
@Injectable()
export class UsersService {
  constructor(
    private readonly users: UserStore,
    private readonly administration: UserAdministration,
    private readonly resources: ResourceStore,
    private readonly hasher: PasswordHasher,
    private readonly throttle: SignInThrottle,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem not-found */
  async require(sub: string): Promise<UserRecord> {
    const user = await this.users.findById(sub)
    if (!user) throw noSuchPerson(sub)
    return user
  }

  /** The person as the API shows them. */
  async view(user: UserRecord): Promise<AdminUser> {
    return userView(user, await this.administration.lastSeen(user.id))
  }

  /** As `require`, for who is about to change the person. @throws Problem not-found, forbidden */
  async requireChangeable(sub: string, actor: Actor): Promise<UserRecord> {
    const user = await this.require(sub)
    const administers = user.roles.some(({ resourceIdentifier }) => resourceIdentifier === ADMIN_RESOURCE)
    if (administers && !actor.isOwner) throw ownersOnly()
    return user
  }

  /** Makes an account. @throws Problem invalid-fields, forbidden */
  async create(fields: NewUserFields, actor: Actor): Promise<{ user: UserRecord; password?: string }> {
    const { password: own, random_password: isRandom = false, roles = [], ...given } = fields
    if (roles.some(({ resource }) => resource === ADMIN_RESOURCE) && !actor.isOwner) throw ownersOnly()
    if (own !== undefined && isRandom) throw fieldProblem('random_password', 'cannot stand beside password')
    const { address, ...columns } = settled(columnsFrom(given), undefined)
    const { username = '' } = columns
    await refusedFields(async () => {
      await requireFree({ ...columns, username }, this.users)
      await requireKnownRoles(roles, this.resources)
    }, ROLE_FIELD)
    const password = isRandom ? randomPassword() : own
    const now = this.clock.now()
    const id = randomUUID()
    const row = {
      ...columns,
      ...(address ? { address } : {}),
      id,
      username,
      ...(password === undefined
        ? {}
        : { passwordHash: await this.hasher.hash(password), passwordChangedAt: now }),
      createdAt: now,
      updatedAt: now,
    }
    const held = uniqueRoles(roles)
    const user = await refusingTaken(
      this.users.create(row, held, (made) =>
        actor.event(
          { type: 'user.created', subjectId: id, detail: { after: { ...fieldsOf(made), roles: held } } },
          now,
        ),
      ),
    )
    return { user, ...(isRandom && password !== undefined ? { password } : {}) }
  }

  /** Changes what is given of one version. @throws Problem invalid-fields, forbidden, changed-meanwhile */
  async change(before: UserRecord, version: Date, fields: UserChangeFields, actor: Actor): Promise<void> {
    const { id: sub } = before
    const changes = settled(columnsFrom(fields), before)
    await refusedFields(() => requireFree(changes, this.users, sub))
    const after = { ...before, ...changes } as UserRecord
    const detail = changesBetween(fieldsOf(before), fieldsOf(after))
    const deed = this.deed(actor, { type: 'user.updated', subjectId: sub, detail })
    await refusingOldVersion(
      refusing(refusingTaken(this.administration.change(sub, version, changes, deed))),
      async () => {
        const row = await this.users.findById(sub)
        return row && { row, view: await this.view(row) }
      },
    )
  }

  /**
   * Sets the password, a random one where none is given; the person is signed out everywhere.
   *
   * @returns the password in clear, where it was made here
   */
  async setPassword(
    sub: string,
    own: string | undefined,
    actor: Actor,
  ): Promise<{ password?: string; ended: Ended }> {
    await this.requireChangeable(sub, actor)
    const password = own ?? randomPassword()
    const hash = await this.hasher.hash(password)
    const deed = this.deed(actor, { type: 'user.password_set', subjectId: sub })
    const ended = await refusing(this.administration.setPassword(sub, hash, deed))
    if (!ended) throw noSuchPerson(sub)
    return { ended, ...(own === undefined ? { password } : {}) }
  }

  /** From where the person cannot try to sign in at the moment, and until when. @throws Problem not-found */
  async locks(sub: string): Promise<AdminSignInLock[]> {
    const user = await this.require(sub)
    const now = this.clock.now().getTime()
    const addresses = await this.administration.failedFrom(sub, new Date(now - THROTTLE_SECONDS * 1000))
    const waits = await this.throttle.waits(loginsOf(user), addresses)
    return waits.map(({ address, isOfAddress, waitSeconds }) => ({
      ip_address: address ?? null,
      is_of_address: isOfAddress,
      until: new Date(now + waitSeconds * 1000).toISOString(),
    }))
  }

  /** Lets the person try to sign in again at once, from where tries failed in the last quarter of an hour. */
  async unlock(sub: string, actor: Actor): Promise<void> {
    const user = await this.requireChangeable(sub, actor)
    const deed = this.deed(actor, { type: 'user.unlocked', subjectId: sub })
    const since = new Date(deed.now.getTime() - THROTTLE_SECONDS * 1000)
    const addresses = await this.administration.failedFrom(sub, since)
    await refusing(this.administration.note(sub, deed))
    await this.throttle.lift(loginsOf(user), addresses)
  }

  /** Switches an account on or off; off signs the person out everywhere. Nothing happens where it is so already. */
  async switch(sub: string, on: boolean, actor: Actor): Promise<UserRecord> {
    await this.requireChangeable(sub, actor)
    if (!on) refuseOneself(sub, actor, 'You cannot switch yourself off.')
    const deed = this.deed(actor, { type: on ? 'user.enabled' : 'user.disabled', subjectId: sub })
    await refusing<unknown>(
      on ? this.administration.enable(sub, deed) : this.administration.disable(sub, deed),
    )
    return this.require(sub)
  }

  /** Removes an account and ends all that hangs on it. @throws Problem not-found, forbidden, conflict */
  async remove(sub: string, actor: Actor): Promise<void> {
    await this.requireChangeable(sub, actor)
    refuseOneself(sub, actor, 'You cannot remove yourself.')
    const deed = this.deed(actor, { type: 'user.removed', subjectId: sub })
    const ended = await refusing(this.administration.remove(sub, deed))
    if (!ended) throw noSuchPerson(sub)
  }

  /** Gives or takes a role. Nothing happens where it is so already. @throws Problem not-found, forbidden, conflict */
  async setRole(sub: string, held: HeldRole, isGiven: boolean, actor: Actor): Promise<UserRecord> {
    await this.requireChangeable(sub, actor)
    const { resource, role } = held
    if (resource === ADMIN_RESOURCE && !actor.isOwner) throw ownersOnly()
    if (!isGiven && resource === ADMIN_RESOURCE && role === OWNER) {
      refuseOneself(sub, actor, 'Nobody takes the ownership from themselves; another owner can.')
    }
    if (isGiven) await refusedFields(() => requireKnownRoles([held], this.resources))
    const type = isGiven ? 'user.role_given' : 'user.role_taken'
    const deed = this.deed(actor, { type, subjectId: sub, detail: { resource, role } })
    await refusing(
      isGiven ? this.administration.giveRole(sub, held, deed) : this.administration.takeRole(sub, held, deed),
    )
    return this.require(sub)
  }

  /** Something that this actor does now. */
  deed(actor: Actor, deed: Deed): AdminDeed {
    const now = this.clock.now()
    const by = actor.principal.kind === 'client' ? undefined : actor.principal.subject
    return { by, now, event: actor.event(deed, now) }
  }
}

/** A verified address is there, and one that changes is not verified any more unless the request says so. */
function settled(changes: ProfileChange, before: UserRecord | undefined): ProfileChange {
  const email = verified('email', changes.email, before?.email, changes.emailVerified)
  const phone = verified(
    'phone_number',
    changes.phoneNumber,
    before?.phoneNumber,
    changes.phoneNumberVerified,
  )
  return {
    ...changes,
    ...(email === undefined ? {} : { emailVerified: email }),
    ...(phone === undefined ? {} : { phoneNumberVerified: phone }),
  }
}

function verified(
  field: string,
  now: string | null | undefined,
  before: string | null | undefined,
  given: boolean | undefined,
): boolean | undefined {
  const value = now === undefined ? before : now
  if (given === true && !value) throw fieldProblem(`${field}_verified`, 'there is nothing to be verified')
  return given ?? (now !== undefined && now !== before ? false : undefined)
}

function uniqueRoles(roles: readonly HeldRole[]): HeldRole[] {
  return [...new Map(roles.map(({ resource, role }) => [`${resource} ${role}`, { resource, role }])).values()]
}

/** What the person may type to say who they are. */
function loginsOf({ username, email }: UserRecord): string[] {
  return email === null ? [username] : [username, email]
}

function refuseOneself(sub: string, actor: Actor, detail: string): void {
  if (actor.principal.subject === sub) throw new Problem('conflict', { detail })
}

function noSuchPerson(sub: string): Problem {
  return new Problem('not-found', { detail: `There is nobody of the id ${sub.slice(0, 100)}.` })
}

function ownersOnly(): Problem {
  return new Problem('forbidden', { detail: 'Who administers is given and changed by owners alone.' })
}

/** What the transaction refused. */
export async function refusing<T>(change: Promise<T>): Promise<T> {
  return change.catch((error: unknown) => {
    if (error instanceof OwnersOnly) throw ownersOnly()
    if (error instanceof LastOwner) {
      throw new Problem('conflict', { detail: 'Somebody must remain an owner who can sign in.' })
    }
    throw error
  })
}

/** Somebody else may have taken the name since it was free. */
async function refusingTaken<T>(change: Promise<T>): Promise<T> {
  return change.catch((error: unknown) => {
    throw error instanceof AlreadyExists ? fieldProblem(error.field, 'is taken by another account') : error
  })
}
