import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { adminPage } from '../../../../admin-api/admin-page'
import { DetailHeading } from '../../../../detail/detail-heading'
import { DetailTabs } from '../../../../detail/detail-tabs'
import { idOf, type ThingParameters } from '../../../../detail/shown-thing'
import { PersonMark } from '../../../../shell/person-mark'
import { nameOfPerson } from '../../../../users/person-name'
import { userOf } from '../../../../users/shown-user'
import { UserState } from '../../../../users/user-state'

/** What stands above every part of an account. */
export default async function UserLayout({
  params,
  children,
}: {
  readonly params: ThingParameters
  readonly children: ReactNode
}) {
  const sub = await idOf(params)
  const t = await getTranslations('users')
  return adminPage(async (api) => {
    const { value: user } = await userOf(api, sub)
    const name = nameOfPerson(user)
    const path = `/users/${encodeURIComponent(sub)}`
    return (
      <div>
        <DetailHeading
          back={{ href: '/users', label: t('title') }}
          title={name}
          id={user.sub}
          mark={<PersonMark name={name} size={48} />}
        >
          <UserState user={user} />
        </DetailHeading>
        <DetailTabs
          label={t('parts')}
          tabs={[
            { href: path, label: t('overview.title') },
            { href: `${path}/security`, label: t('security.title') },
            { href: `${path}/sessions`, label: t('sessions.title') },
            { href: `${path}/apps`, label: t('apps.title') },
            { href: `${path}/activity`, label: t('activity.title') },
            { href: `${path}/raw`, label: t('raw.title') },
            { href: `${path}/danger`, label: t('danger.title') },
          ]}
        />
        {children}
      </div>
    )
  })
}
