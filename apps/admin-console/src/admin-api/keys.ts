import 'server-only'
import type { AdminRotationPreview, AdminSigningKeys } from '@gatehouse/token-types'
import { segment, type AdminApi } from './admin-api'

/** Signing keys, without their private halves, and the schedule. */
export const getKeys = async (api: AdminApi): Promise<AdminSigningKeys> =>
  (await api.get<AdminSigningKeys>('/keys')).value

/** What a rotation would do now. */
export const previewRotation = async (api: AdminApi, alg: string): Promise<AdminRotationPreview> =>
  (await api.get<AdminRotationPreview>(`/keys/rotation/${segment(alg)}`)).value

/** Lets the next key sign; `force` where APIs may not know it yet. */
export const rotateKey = async (api: AdminApi, alg: string, force: boolean): Promise<AdminSigningKeys> =>
  (await api.send<AdminSigningKeys>('POST', '/keys/rotate', { body: { alg, force } })).value

/** Ends a compromised key. */
export const revokeKey = async (api: AdminApi, kid: string): Promise<AdminSigningKeys> =>
  (await api.send<AdminSigningKeys>('POST', `/keys/${segment(kid)}/revoke`)).value
