import type { AdminSetting } from '@gatehouse/token-types'

/** Groups in the order in which they are shown, each with how the names in it begin. */
const GROUPS = {
  server: [
    'NODE_ENV',
    'GATEHOUSE_ISSUER',
    'GATEHOUSE_HOST',
    'GATEHOUSE_PORT',
    'GATEHOUSE_TRUSTED',
    'GATEHOUSE_CONSOLE',
    'GATEHOUSE_BRAND',
    'GATEHOUSE_LOG',
  ],
  storage: ['DATABASE_URL', 'GATEHOUSE_DATABASE', 'REDIS_URL'],
  signIn: [
    'GATEHOUSE_PASSWORD',
    'GATEHOUSE_COOKIE',
    'GATEHOUSE_SESSION',
    'GATEHOUSE_INTERACTION',
    'GATEHOUSE_AUTHORIZATION_REQUESTS',
  ],
  tokens: [
    'GATEHOUSE_AUTHORIZATION_CODE',
    'GATEHOUSE_ACCESS_TOKEN',
    'GATEHOUSE_ID_TOKEN',
    'GATEHOUSE_REFRESH',
    'GATEHOUSE_DPOP',
  ],
  keys: ['GATEHOUSE_KEY', 'GATEHOUSE_PREVIOUS_KEY'],
} as const

/** Name of a group: a message under `settings.groups`. */
type GroupName = keyof typeof GROUPS | 'other'

/** Settings that belong together. */
export interface SettingGroup {
  readonly name: GroupName
  readonly settings: readonly AdminSetting[]
}

/** The settings in groups; those that no group claims come last, so that a new one is shown without more ado. */
export function groupsOf(settings: readonly AdminSetting[]): SettingGroup[] {
  const names: GroupName[] = [...(Object.keys(GROUPS) as GroupName[]), 'other']
  return names
    .map((name) => ({ name, settings: settings.filter((setting) => groupOf(setting.name) === name) }))
    .filter((group) => group.settings.length > 0)
}

function groupOf(settingName: string): GroupName {
  const found = Object.entries(GROUPS).find(([, starts]) =>
    starts.some((start) => settingName === start || settingName.startsWith(start)),
  )
  return (found?.[0] as GroupName | undefined) ?? 'other'
}

/** Those that hold the text in name, meaning or value, and come from the source where one is given. */
export function matchingSettings(
  settings: readonly AdminSetting[],
  { search, source }: { readonly search: string; readonly source: string | undefined },
): AdminSetting[] {
  const text = search.toLowerCase()
  return settings.filter(
    (setting) =>
      (source === undefined || setting.source === source) &&
      [setting.name, setting.description, setting.value ?? ''].some((part) =>
        String(part).toLowerCase().includes(text),
      ),
  )
}
