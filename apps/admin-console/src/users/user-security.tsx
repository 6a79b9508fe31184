'use client'

import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminPasswordLink, AdminSignInLock, AdminUser } from '@gatehouse/token-types'
import type { PasswordSet } from '../admin-api/users'
import { Card, StateBadge } from '../detail/card'
import { RelativeTime } from '../detail/relative-time'
import { ConfirmDialog } from '../forms/confirm-dialog'
import { FeedReach } from '../revocations/feed-reach'
import { EndedDialog } from '../sessions/ended-dialog'
import { SessionConsequences } from '../sessions/session-consequences'
import { makePasswordLink, setPassword, unlockUser } from './actions'
import { LinkOnce } from './link-once'
import { PasswordOnce } from './password-once'
import { nameOfPerson } from './person-name'
import { SetPassword } from './set-password'
import classes from './users.module.css'

/** The password, and the lock after failed tries. */
export function UserSecurity({
  user,
  locks,
  now,
}: {
  readonly user: AdminUser
  readonly locks: readonly AdminSignInLock[]
  readonly now: Date
}) {
  const t = useTranslations('users.security')
  const router = useRouter()
  const [asked, ask] = useState<'invite' | 'reset' | 'set' | 'unlock'>()
  const [result, setResult] = useState<PasswordSet>()
  const [link, setLink] = useState<AdminPasswordLink>()
  const name = nameOfPerson(user)
  const close = () => ask(undefined)
  const finish = () => {
    setResult(undefined)
    router.refresh()
  }
  const show = (set: PasswordSet) => {
    close()
    setResult(set)
  }
  return (
    <>
      <Card
        title={t('password')}
        action={
          <Group gap="xs">
            <Button variant="default" onClick={() => ask('invite')}>
              {t('invite')}
            </Button>
            <Button variant="default" onClick={() => ask('set')}>
              {t('set')}
            </Button>
            <Button variant="default" onClick={() => ask('reset')}>
              {t('reset')}
            </Button>
          </Group>
        }
      >
        <Text size="sm">
          {user.password_changed_at === null ? (
            t('neverSet')
          ) : (
            <>
              {t('passwordSet')} <RelativeTime at={Date.parse(user.password_changed_at) / 1000} now={now} />
            </>
          )}
        </Text>
      </Card>
      <Card
        title={t('lock')}
        intro={t('lockIntro')}
        action={
          <Button variant="default" onClick={() => ask('unlock')}>
            {t('unlock')}
          </Button>
        }
      >
        {locks.length === 0 ? (
          <Text size="sm">{t('unlockedNow')}</Text>
        ) : (
          <ul className={classes['locks']}>
            {locks.map(({ ip_address: address, is_of_address: isOfAddress, until }) => (
              <li key={`${address} ${isOfAddress}`}>
                <StateBadge tone="amber">{t('locked')}</StateBadge>
                {address === null
                  ? t('lockedEverywhere')
                  : t(isOfAddress ? 'lockedForAll' : 'lockedFrom', { address })}
                {' · '}
                <RelativeTime at={Date.parse(until) / 1000} now={now} />
              </li>
            ))}
          </ul>
        )}
      </Card>
      {asked === 'reset' && (
        <ConfirmDialog
          title={t('resetNamed', { name })}
          action={t('reset')}
          send={() => setPassword(user.sub, undefined)}
          onDone={show}
          close={close}
        >
          <p className={classes['sentence']}>{t('resetConsequence')}</p>
          <SessionConsequences of="person" />
        </ConfirmDialog>
      )}
      {asked === 'invite' && (
        <ConfirmDialog
          title={t('inviteNamed', { name })}
          action={t('invite')}
          isDangerous={false}
          send={() => makePasswordLink(user.sub)}
          onDone={(made) => {
            close()
            setLink(made)
          }}
          close={close}
        >
          {t(user.has_password ? 'inviteConsequence' : 'inviteSentence')}
        </ConfirmDialog>
      )}
      {link && <LinkOnce link={link} name={name} close={() => setLink(undefined)} />}
      {asked === 'set' && <SetPassword sub={user.sub} onDone={show} close={close} />}
      {asked === 'unlock' && (
        <ConfirmDialog
          title={t('unlockNamed', { name })}
          action={t('unlock')}
          isDangerous={false}
          send={() => unlockUser(user.sub)}
          onDone={() => {
            close()
            notifications.show({ message: t('unlocked', { name }) })
            router.refresh()
          }}
          close={close}
        >
          {t('unlockConsequence')}
        </ConfirmDialog>
      )}
      {result?.password !== undefined && (
        <PasswordOnce username={user.username} password={result.password} close={finish}>
          {result.revocation_sequence !== null && <FeedReach sequence={result.revocation_sequence} />}
        </PasswordOnce>
      )}
      {result && result.password === undefined && (
        <EndedDialog title={t('isSet')} ended={result} close={finish} />
      )}
    </>
  )
}
