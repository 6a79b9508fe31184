import 'server-only'
import type { AdminSetting, AdminSettings } from '@gatehouse/token-types'
import type { AdminApi } from './admin-api'

/** Every setting of the server, in the order of its documentation. */
export const listSettings = async (api: AdminApi): Promise<AdminSetting[]> =>
  (await api.get<AdminSettings>('/settings')).value.items
