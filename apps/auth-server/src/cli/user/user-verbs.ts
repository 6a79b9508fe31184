import { AlreadyExists, type UserRecord } from '@gatehouse/data-access'
import type { Given } from '../given.js'
import { requireFree, requireKnownRoles } from '../../registration/person-rules.js'
import { BadValue, Refused } from '../../registration/refusals.js'
import { table, type Report } from '../report.js'
import type { CommandContext } from '../verb.js'
import { givenUserAttributes, type PostalAddress } from './user-attributes.js'
import { userFacts } from './user-facts.js'
import { freshPassword } from './user-password.js'

const SHOWN_ONCE = 'The password is shown this once.'

/** Makes an account with a password. */
export async function add(given: Given, context: CommandContext): Promise<Report> {
  const { roles = [], address, ...columns } = givenUserAttributes(given)
  const { username } = columns
  if (username === undefined) throw new BadValue('is missing', 'username')
  await requireFree(columns, context.users)
  await requireKnownRoles(roles, context.resources)
  const password = await freshPassword(given, context)
  const { users, now } = context
  const user = await refusingTaken(
    users.create(
      {
        ...columns,
        username,
        ...(address ? { address } : {}),
        passwordHash: password.hash,
        passwordChangedAt: now,
        createdAt: now,
        updatedAt: now,
      },
      roles,
    ),
  )
  return report('Made the account', 'user.created', user, password.clear)
}

/** Changes what is given. */
export async function update(given: Given, context: CommandContext, login: string): Promise<Report> {
  const before = await existing(context, login)
  const changes = givenUserAttributes(given, { ...before, address: before.address as PostalAddress | null })
  if (Object.keys(changes).length === 0) throw new Refused('Nothing is given to change.')
  await requireFree(changes, context.users, before.id)
  await requireKnownRoles(changes.roles ?? [], context.resources)
  const user = await refusingTaken(context.users.update(before.id, changes, context.now))
  return report('Changed the account', 'user.updated', user, undefined, { changed: Object.keys(changes) })
}

/** Replaces the password; the person is signed out everywhere. */
export async function setPassword(given: Given, context: CommandContext, login: string): Promise<Report> {
  const { id } = await existing(context, login)
  const password = await freshPassword(given, context)
  await context.users.setPassword(id, password.hash, context.now)
  const user = await existing(context, login)
  return report('Set the password and signed out everywhere', 'user.password_set', user, password.clear)
}

/** Every account in a row of its own. */
export async function list(_given: Given, { users }: CommandContext): Promise<Report> {
  const all = await users.list()
  const rows = all.map((user) => [
    user.username,
    user.email ?? '-',
    user.name ?? '-',
    user.disabledAt ? 'off' : 'on',
    user.id,
  ])
  return {
    facts: { users: all.map((user) => userFacts(user)) },
    text: table(['USERNAME', 'EMAIL', 'NAME', 'STATE', 'SUB'], rows),
  }
}

/** Everything about one person, but for the password. */
export async function show(_given: Given, context: CommandContext, login: string): Promise<Report> {
  return { facts: userFacts(await existing(context, login)) }
}

/** Switches an account on or off; off signs the person out everywhere. */
export const switching = (on: boolean) => async (_given: Given, context: CommandContext, login: string) => {
  const { id, username } = await existing(context, login)
  const { users, now } = context
  const changed = on ? await users.enable(id, now) : await users.disable(id, now)
  if (!changed) throw new Refused(`The account ${username} is ${on ? 'on' : 'off'} already.`)
  const headline = on
    ? `Switched on the account ${username}.`
    : `Switched off the account ${username}: signed out everywhere, every token revoked.`
  return {
    headline,
    facts: userFacts(await existing(context, login)),
    text: '',
    event: { type: on ? 'user.enabled' : 'user.disabled', subjectId: id },
  }
}

function report(
  done: string,
  type: string,
  user: UserRecord,
  clearPassword?: string,
  detail: object | null = null,
): Report {
  return {
    headline: `${done}: ${user.username}.${clearPassword === undefined ? '' : ` ${SHOWN_ONCE}`}`,
    facts: userFacts(user, clearPassword),
    event: { type, subjectId: user.id, detail },
  }
}

async function existing({ users }: CommandContext, login: string): Promise<UserRecord> {
  const user = await users.findByLogin(login)
  if (!user) throw new Refused(`There is no account ${login}; see npm run user -- list.`)
  return user
}

/** Another process may have taken the name since it was free. */
async function refusingTaken(written: Promise<UserRecord>): Promise<UserRecord> {
  return written.catch((error: unknown) => {
    throw error instanceof AlreadyExists ? new BadValue('is taken by another account', error.field) : error
  })
}
