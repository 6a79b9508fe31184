import { getTranslations } from 'next-intl/server'
import { Suspense } from 'react'
import { adminPage } from '../../../../../admin-api/admin-page'
import { latestEventsOf } from '../../../../../admin-api/clients'
import { getClientUsage } from '../../../../../admin-api/overview'
import { readable } from '../../../../../admin-api/readable'
import { readRange } from '../../../../../charts/usage-range'
import { ClientEvents } from '../../../../../clients/client-events'
import { ClientUsage } from '../../../../../clients/client-usage'
import { clientOf } from '../../../../../clients/shown-client'
import { idOf, type ThingParameters } from '../../../../../detail/shown-thing'
import type { SearchParameters } from '../../../../../list/list-state'
import { CardSkeleton } from '../../../../../overview/skeletons'

const EVENTS = 25

export async function generateMetadata() {
  return { title: (await getTranslations('clientActivity'))('title') }
}

/** What the client does here: in figures, and event by event. */
export default async function ClientActivityPage({
  params,
  searchParams,
}: {
  readonly params: ThingParameters
  readonly searchParams: Promise<SearchParameters>
}) {
  const clientId = await idOf(params)
  const range = readRange(await searchParams)
  return adminPage(async (api) => {
    await clientOf(api, clientId)
    const usage = readable(getClientUsage(api, clientId, range))
    const events = readable(latestEventsOf(api, clientId, EVENTS))
    const now = new Date()
    return (
      <>
        <Suspense key={range} fallback={<CardSkeleton isTall />}>
          <ClientUsage clientId={clientId} asked={usage} range={range} now={now} />
        </Suspense>
        <Suspense fallback={<CardSkeleton />}>
          <ClientEvents clientId={clientId} asked={events} now={now} />
        </Suspense>
      </>
    )
  })
}
