'use client'

import { Table } from '@mantine/core'
import { IconBroadcast } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import type { AdminFeedFollower, AdminFeedFollowers } from '@gatehouse/token-types'
import { Card, StateBadge } from '../detail/card'
import { CopiedId } from '../detail/copied-id'
import { Moment } from '../detail/moment'
import { Notice } from '../detail/notice'
import { EmptyList } from '../list/empty-list'
import { readFollowers } from './actions'
import classes from './revocations.module.css'

const ASK_AGAIN_MS = 2_000

interface Seen {
  readonly value: AdminFeedFollowers
  readonly at: Date
}

/** Which APIs follow the list, how far each says that it got, and which fell silent. It keeps itself up to date. */
export function FollowersView({ first }: { readonly first: Seen }) {
  const t = useTranslations('revocations.followers')
  const { value, at } = useFreshFollowers(first)
  const { followers, newest } = value
  const silent = followers.filter((follower) => !follower.is_following)
  if (followers.length === 0) {
    return (
      <EmptyList isFiltered={false} path="/revocations/followers" icon={IconBroadcast} title={t('none')}>
        <p>{t('noneSentence')}</p>
      </EmptyList>
    )
  }
  const isAllKnown = followers.every(({ behind, is_following: isFollowing }) => behind === 0 && isFollowing)
  return (
    <>
      {silent.length > 0 && (
        <Notice title={t('silentTitle', { count: silent.length })}>{t('silentSentence')}</Notice>
      )}
      <Card
        title={t('newestPlace', { sequence: newest })}
        intro={t('intro')}
        action={isAllKnown && <StateBadge tone="teal">{t('all')}</StateBadge>}
      >
        <Table.ScrollContainer minWidth={720}>
          <Table aria-label={t('label')}>
            <Table.Thead>
              <Table.Tr>
                {(['api', 'state', 'position', 'lastHeard', 'since', 'instance'] as const).map((key) => (
                  <Table.Th key={key}>{t(key)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {followers.map((follower) => (
                <FollowerRow
                  key={`${follower.client_id} ${follower.instance}`}
                  follower={follower}
                  now={at}
                />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Card>
    </>
  )
}

function FollowerRow({ follower, now }: { readonly follower: AdminFeedFollower; readonly now: Date }) {
  const t = useTranslations('revocations.followers')
  return (
    <Table.Tr>
      <Table.Td>
        <span className={classes['sequence']}>{follower.client_name ?? follower.client_id}</span>
        {follower.resource !== null && <span className={classes['value']}>{follower.resource}</span>}
      </Table.Td>
      <Table.Td>
        {!follower.is_following ? (
          <StateBadge tone="red">{t('silent')}</StateBadge>
        ) : (
          <StateBadge tone={follower.behind === 0 ? 'teal' : 'amber'}>
            {t('behindCount', { count: follower.behind })}
          </StateBadge>
        )}
      </Table.Td>
      <Table.Td>#{follower.position}</Table.Td>
      <Table.Td>
        <Moment at={follower.last_heard_at} now={now} />
      </Table.Td>
      <Table.Td>
        <Moment at={follower.first_heard_at} now={now} />
      </Table.Td>
      <Table.Td>
        <CopiedId id={follower.instance} />
        {follower.ip_address !== null && <span className={classes['claim']}>{follower.ip_address}</span>}
      </Table.Td>
    </Table.Tr>
  )
}

/** Asks again while the page can be seen; what cannot be read leaves what was there. */
function useFreshFollowers(first: Seen): Seen {
  const [seen, setSeen] = useState(first)
  useEffect(() => {
    let isCurrent = true
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible') return
      readFollowers()
        .then((outcome) => {
          if (isCurrent && outcome.state === 'done') setSeen({ value: outcome.value, at: new Date() })
          if (outcome.state === 'signed-out') clearInterval(timer)
        })
        .catch(() => undefined)
    }, ASK_AGAIN_MS)
    return () => {
      isCurrent = false
      clearInterval(timer)
    }
  }, [])
  return seen
}
