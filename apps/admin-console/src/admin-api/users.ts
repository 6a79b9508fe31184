import 'server-only'
import type {
  AdminEnded,
  AdminHeldRole,
  AdminPage,
  AdminPasswordLink,
  AdminSignInLock,
  AdminUser,
  AdminUserRow,
  AdminUserWithPassword,
} from '@gatehouse/token-types'
import { segment, type AdminApi, type Answered, type Query } from './admin-api'

const pathOf = (sub: string): string => `/users/${segment(sub)}`

/** What a new password ended, and the password where it was made by the server. */
export type PasswordSet = AdminEnded & { readonly password?: string }

/** One page of people. */
export const listUsers = async (api: AdminApi, query: Query): Promise<AdminPage<AdminUserRow>> =>
  (await api.get<AdminPage<AdminUserRow>>('/users', query)).value

/** A person with the version of their account. */
export const getUser = (api: AdminApi, sub: string): Promise<Answered<AdminUser>> => api.get(pathOf(sub))

/** Makes an account; the same key again gives the same account. */
export const createUser = async (
  api: AdminApi,
  fields: object,
  idempotencyKey: string,
): Promise<AdminUserWithPassword> =>
  (await api.send<AdminUserWithPassword>('POST', '/users', { body: fields, idempotencyKey })).value

/** Changes one version of an account. */
export const changeUser = (
  api: AdminApi,
  sub: string,
  fields: object,
  ifMatch: string,
): Promise<Answered<AdminUser>> => api.send('PATCH', pathOf(sub), { body: fields, ifMatch })

/** Suspends an account, which signs the person out everywhere, or lets it be used again. */
export const switchUser = async (api: AdminApi, sub: string, on: boolean): Promise<void> => {
  await api.send('POST', `${pathOf(sub)}/${on ? 'enable' : 'disable'}`)
}

/** Removes an account for good. */
export const removeUser = async (api: AdminApi, sub: string): Promise<void> => {
  await api.send('DELETE', pathOf(sub))
}

/** Sets a password; left out, the server makes one and says it this once. */
export const setPassword = async (
  api: AdminApi,
  sub: string,
  password: string | undefined,
): Promise<PasswordSet> =>
  (await api.send<PasswordSet>('POST', `${pathOf(sub)}/password`, { body: { password } })).value

/** Makes a link by which the person chooses a password; it is said this once. */
export const makePasswordLink = async (api: AdminApi, sub: string): Promise<AdminPasswordLink> =>
  (await api.send<AdminPasswordLink>('POST', `${pathOf(sub)}/password/link`)).value

/** From where the person has to wait before they can try to sign in again. */
export const locksOf = async (api: AdminApi, sub: string): Promise<readonly AdminSignInLock[]> =>
  (await api.get<{ items: readonly AdminSignInLock[] }>(`${pathOf(sub)}/locks`)).value.items

/** Forgets failed tries to sign in. */
export const unlockUser = async (api: AdminApi, sub: string): Promise<void> => {
  await api.send('POST', `${pathOf(sub)}/unlock`)
}

/** Gives a role. */
export const giveRole = async (api: AdminApi, sub: string, role: AdminHeldRole): Promise<void> => {
  await api.send('POST', `${pathOf(sub)}/roles`, { body: role })
}

/** Takes a role away. */
export const takeRole = async (
  api: AdminApi,
  sub: string,
  { resource, role }: AdminHeldRole,
): Promise<void> => {
  await api.send('DELETE', `${pathOf(sub)}/roles`, { query: { resource, role } })
}
