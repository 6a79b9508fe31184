'use server'

import type {
  AdminEnded,
  AdminHeldRole,
  AdminPasswordLink,
  AdminRoleRow,
  AdminUser,
  AdminUserRow,
  AdminUserWithPassword,
} from '@gatehouse/token-types'
import type { Answered } from '../admin-api/admin-api'
import { attempt } from '../admin-api/attempt'
import { eachOf, type EachOutcome } from '../admin-api/each-of'
import type { Outcome } from '../admin-api/outcome'
import { listRoles } from '../admin-api/roles'
import { endSessions } from '../admin-api/sessions'
import * as users from '../admin-api/users'

const MOST_ROLES = 50
const MOST_USERS = 20

/** Makes an account. */
export const createUser = async (
  fields: object,
  idempotencyKey: string,
): Promise<Outcome<AdminUserWithPassword>> => attempt((api) => users.createUser(api, fields, idempotencyKey))

/** Changes one version of an account. */
export const saveUser = async (
  sub: string,
  fields: object,
  etag: string,
): Promise<Outcome<Answered<AdminUser>>> => attempt((api) => users.changeUser(api, sub, fields, etag))

/** Suspends people. Who may not be suspended stays as they are, and the others do not wait for it. */
export const suspendUsers = async (subs: readonly string[]): Promise<Outcome<EachOutcome<void>>> =>
  attempt((api) => eachOf(subs, (sub) => users.switchUser(api, sub, false)))

/** Suspends somebody, or lets them in again. */
export const switchUser = async (sub: string, on: boolean): Promise<Outcome<void>> =>
  attempt((api) => users.switchUser(api, sub, on))

/** Signs people out everywhere. */
export const signOutUsers = async (subs: readonly string[]): Promise<Outcome<EachOutcome<AdminEnded>>> =>
  attempt((api) => eachOf(subs, (user) => endSessions(api, { user })))

/** Removes an account. */
export const removeUser = async (sub: string): Promise<Outcome<void>> =>
  attempt((api) => users.removeUser(api, sub))

/** Sets a password, or has the server make one. */
export const setPassword = async (
  sub: string,
  password: string | undefined,
): Promise<Outcome<users.PasswordSet>> => attempt((api) => users.setPassword(api, sub, password))

/** Makes a link by which the person chooses a password. */
export const makePasswordLink = async (sub: string): Promise<Outcome<AdminPasswordLink>> =>
  attempt((api) => users.makePasswordLink(api, sub))

/** Forgets failed tries to sign in. */
export const unlockUser = async (sub: string): Promise<Outcome<void>> =>
  attempt((api) => users.unlockUser(api, sub))

/** Roles whose name, API or description holds the text. */
export const findRoles = async (search: string): Promise<Outcome<readonly AdminRoleRow[]>> =>
  attempt(async (api) => (await listRoles(api, { search, limit: MOST_ROLES })).items)

/** People whose name, user name or mail address holds the text. */
export const findUsers = async (search: string): Promise<Outcome<readonly AdminUserRow[]>> =>
  attempt(
    async (api) => (await users.listUsers(api, { search: search || undefined, limit: MOST_USERS })).items,
  )

/** Gives a role. */
export const giveRole = async (sub: string, role: AdminHeldRole): Promise<Outcome<void>> =>
  attempt((api) => users.giveRole(api, sub, role))

/** Takes a role away. */
export const takeRole = async (sub: string, role: AdminHeldRole): Promise<Outcome<void>> =>
  attempt((api) => users.takeRole(api, sub, role))
