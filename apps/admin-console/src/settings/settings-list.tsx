'use client'

import { useTranslations } from 'next-intl'
import { IconHash, IconLock } from '@tabler/icons-react'
import type { AdminSetting } from '@gatehouse/token-types'
import { Card, StateBadge } from '../detail/card'
import { CopyValue } from '../detail/copy-value'
import { useDuration } from '../detail/duration'
import type { SettingGroup } from './setting-groups'
import classes from './settings.module.css'

/** Settings in their groups, each with an address of its own. */
export function SettingsList({ groups }: { readonly groups: readonly SettingGroup[] }) {
  const t = useTranslations('settings')
  return groups.map(({ name, settings }) => (
    <Card key={name} title={t(`groups.${name}`)}>
      <ul className={classes['settings']}>
        {settings.map((setting) => (
          <SettingItem key={setting.name} setting={setting} />
        ))}
      </ul>
    </Card>
  ))
}

function SettingItem({ setting }: { readonly setting: AdminSetting }) {
  const t = useTranslations('settings')
  const { name, source } = setting
  return (
    <li id={name} className={classes['setting']}>
      <div className={classes['what']}>
        <div className={classes['name']}>
          <h3>
            <code>{name}</code>
          </h3>
          <CopyValue value={name} />
          <a href={`#${name}`} aria-label={t('linkTo', { name })} className={classes['link']}>
            <IconHash size={16} stroke={1.7} aria-hidden="true" />
          </a>
        </div>
        <p lang="en">{withCode(setting.description)}</p>
      </div>
      <div className={classes['value']}>
        <ShownValue setting={setting} />
        {source === 'default' ? (
          <StateBadge tone="grey">{t('sources.default')}</StateBadge>
        ) : (
          <span className={classes['fixed']}>
            <IconLock size={14} stroke={1.7} aria-hidden="true" />
            {source === 'file' ? t('fixedByFile', { variable: `${name}_FILE` }) : t('fixed')}
          </span>
        )}
      </div>
    </li>
  )
}

function ShownValue({ setting }: { readonly setting: AdminSetting }) {
  const t = useTranslations('settings')
  const duration = useDuration()
  const { name, value, is_secret: isSecret, source } = setting
  if (isSecret) return <span>{source === 'default' ? t('absent') : t('secret')}</span>
  const inUnits = (number: string | number | null) =>
    typeof number === 'number' && name.endsWith('_SECONDS') ? duration(number) : undefined
  const units = inUnits(value)
  const isOther = value !== setting.default && setting.default !== null
  return (
    <>
      {value === null ? <span>{t('absent')}</span> : <code>{value}</code>}
      {units !== undefined && <span className={classes['units']}>{units}</span>}
      {isOther && (
        <span className={classes['units']}>
          {t('default', { value: inUnits(setting.default) ?? String(setting.default) })}
        </span>
      )}
    </>
  )
}

/** What stands between backticks as code. */
const withCode = (text: string) =>
  text.split('`').map((part, at) => (at % 2 === 0 ? part : <code key={at}>{part}</code>))
