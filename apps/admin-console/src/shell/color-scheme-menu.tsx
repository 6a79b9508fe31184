'use client'

import { ActionIcon, Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'

const SCHEMES = [
  { scheme: 'light', icon: IconSun },
  { scheme: 'dark', icon: IconMoon },
  { scheme: 'auto', icon: IconDeviceDesktop },
] as const

/** Light, dark or as the system; remembered in this browser. */
export function ColorSchemeMenu() {
  const t = useTranslations('shell')
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={40} aria-label={t('colorScheme')}>
          <IconSun size={20} stroke={1.7} className="scheme-light" />
          <IconMoon size={20} stroke={1.7} className="scheme-dark" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={colorScheme} onChange={(scheme) => setColorScheme(schemeNamed(scheme))}>
          {SCHEMES.map(({ scheme, icon: Icon }) => (
            <Menu.RadioItem
              key={scheme}
              value={scheme}
              closeMenuOnClick
              checkIcon={<IconCheck size={16} />}
              rightSection={<Icon size={16} stroke={1.7} />}
            >
              {t(scheme)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}

const schemeNamed = (name: string): MantineColorScheme =>
  SCHEMES.find(({ scheme }) => scheme === name)?.scheme ?? 'auto'
