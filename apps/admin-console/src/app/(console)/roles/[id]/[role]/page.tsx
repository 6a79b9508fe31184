import { IconUserShield } from '@tabler/icons-react'
import { getTranslations } from 'next-intl/server'
import { adminPage } from '../../../../../admin-api/admin-page'
import { getResource } from '../../../../../admin-api/resources'
import { listRoleHolders } from '../../../../../admin-api/roles'
import { DetailHeading } from '../../../../../detail/detail-heading'
import { EmptyList } from '../../../../../list/empty-list'
import { ListBar } from '../../../../../list/list-bar'
import { listQuery, readListState, type SearchParameters } from '../../../../../list/list-state'
import { HoldersTable } from '../../../../../roles/holders-table'
import { roleOf, rolePath } from '../../../../../roles/role-path'
import { LinkButton } from '../../../../../shell/link-button'

/** One role of one API, and who holds it. */
export default async function RolePage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ readonly id: string; readonly role: string }>
  readonly searchParams: Promise<SearchParameters>
}) {
  const parts = await params
  const { resource, role } = roleOf(parts)
  const state = readListState(await searchParams, [])
  const t = await getTranslations('roles')
  return adminPage(async (api) => {
    const { search: _, ...query } = listQuery(state)
    const [page, { value: found }] = await Promise.all([
      listRoleHolders(api, { ...query, resource, role }),
      getResource(api, parts.id),
    ])
    const path = rolePath(resource, role)
    const description = found.roles.find(({ name }) => name === role)?.description
    return (
      <div>
        <DetailHeading back={{ href: '/roles', label: t('title') }} title={role} id={resource}>
          <LinkButton href={`/resources/${parts.id}`} variant="default" size="xs" ml="auto">
            {t('edit', { name: found.name })}
          </LinkButton>
        </DetailHeading>
        {description !== undefined && <p>{description}</p>}
        <ListBar
          state={state}
          count={{ total: page.total, isCapped: page.total_is_capped }}
          filters={[]}
          exportPath={`/export${path}`}
        />
        {page.items.length === 0 ? (
          <EmptyList isFiltered={false} path={path} icon={IconUserShield} title={t('nobody')}>
            <p>{t('nobodySentence')}</p>
            <LinkButton href="/users">{t('toUsers')}</LinkButton>
          </EmptyList>
        ) : (
          <HoldersTable
            rows={page.items}
            state={state}
            path={path}
            next={page.next_cursor}
            now={new Date()}
          />
        )}
      </div>
    )
  })
}
