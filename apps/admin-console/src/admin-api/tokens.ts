import 'server-only'
import type {
  AdminPage,
  AdminTokenFamily,
  AdminTokenFamilyRow,
  AdminTokenInspection,
  AdminTokensRevoked,
} from '@gatehouse/token-types'
import { segment, type AdminApi, type Query } from './admin-api'

const pathOf = (familyId: string): string => `/token-families/${segment(familyId)}`

/** One page of refresh families. */
export const listFamilies = async (api: AdminApi, query: Query): Promise<AdminPage<AdminTokenFamilyRow>> =>
  (await api.get<AdminPage<AdminTokenFamilyRow>>('/token-families', query)).value

/** A refresh family with its life. */
export const getFamily = async (api: AdminApi, familyId: string): Promise<AdminTokenFamily> =>
  (await api.get<AdminTokenFamily>(pathOf(familyId))).value

/** Ends a family and its access tokens. */
export const revokeFamily = async (api: AdminApi, familyId: string): Promise<AdminTokenFamily> =>
  (await api.send<AdminTokenFamily>('POST', `${pathOf(familyId)}/revoke`)).value

/** Which families to end: these, or all of a client. */
export type FamilyChoice = { readonly ids: readonly string[] } | { readonly client_id: string }

/** Ends several families; how many of them were alive. */
export const revokeFamilies = async (api: AdminApi, choice: FamilyChoice): Promise<number> =>
  (await api.send<AdminTokensRevoked>('POST', '/token-families/revoke', { body: choice })).value.families

/** Says what a pasted token is. It travels in the body alone. */
export const inspectToken = async (api: AdminApi, token: string): Promise<AdminTokenInspection> =>
  (await api.send<AdminTokenInspection>('POST', '/tokens/inspect', { body: { token } })).value

/** Ends a pasted token; how many families ended with it. */
export const revokeToken = async (api: AdminApi, token: string): Promise<number> =>
  (await api.send<AdminTokensRevoked>('POST', '/tokens/revoke', { body: { token } })).value.families
