import { Group } from '@mantine/core'
import { IconDeviceLaptop } from '@tabler/icons-react'
import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../../../admin-api/admin-page'
import { listSessions } from '../../../../../admin-api/sessions'
import { idOf, type ThingParameters } from '../../../../../detail/shown-thing'
import { EmptyList } from '../../../../../list/empty-list'
import { listQuery, readListState, type SearchParameters } from '../../../../../list/list-state'
import { SessionsTable } from '../../../../../sessions/sessions-table'
import { SignOutEverywhere } from '../../../../../sessions/end-buttons'
import { nameOfPerson } from '../../../../../users/person-name'
import { userOf } from '../../../../../users/shown-user'

/** Where the person is signed in. */
export default async function UserSessionsPage({
  params,
  searchParams,
}: {
  readonly params: ThingParameters
  readonly searchParams: Promise<SearchParameters>
}) {
  const sub = await idOf(params)
  const state = readListState(await searchParams, [])
  const path = `/users/${encodeURIComponent(sub)}/sessions`
  const t = await getTranslations('users.sessions')
  return adminPage(async (api) => {
    const [{ value: user }, page] = await Promise.all([
      userOf(api, sub),
      listSessions(api, { ...listQuery(state), user: sub }),
    ])
    return (
      <>
        <Group justify="flex-end" mb="sm">
          <SignOutEverywhere sub={sub} name={nameOfPerson(user)} />
        </Group>
        {page.items.length === 0 ? (
          <EmptyList isFiltered={false} path={path} icon={IconDeviceLaptop} title={t('none')}>
            <p>{t('noneSentence')}</p>
          </EmptyList>
        ) : (
          <SessionsTable
            rows={page.items}
            state={state}
            next={page.next_cursor}
            now={new Date()}
            path={path}
            isOfOnePerson
          />
        )}
      </>
    )
  })
}
