import { getTranslations } from 'next-intl/server'
import { Suspense } from 'react'
import { adminPage } from '../../admin-api/admin-page'
import { getFirstSteps, getOverview } from '../../admin-api/overview'
import { readable, unlessRefused } from '../../admin-api/readable'
import { RangeSwitch } from '../../charts/range-switch'
import { readRange } from '../../charts/usage-range'
import type { SearchParameters } from '../../list/list-state'
import { Figures, SignIns } from '../../overview/figures'
import { FirstSteps, ResumeFirstSteps } from '../../overview/first-steps'
import { Health } from '../../overview/health'
import classes from '../../overview/overview.module.css'
import { CardSkeleton, FiguresSkeleton } from '../../overview/skeletons'
import { TopClients } from '../../overview/top-clients'
import { PageHeading } from '../../shell/page-heading'

export async function generateMetadata() {
  const t = await getTranslations('overview')
  return { title: t('title') }
}

/** What happens at this server: each card comes when it can, and one that cannot keeps no other back. */
export default async function OverviewPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParameters>
}) {
  const range = readRange(await searchParams)
  const t = await getTranslations('overview')
  return adminPage(async (api) => {
    const figures = readable(getOverview(api, range, 'figures'))
    const clients = readable(getOverview(api, range, 'clients'))
    const health = readable(getOverview(api, range, 'health'))
    const firstSteps = await getFirstSteps(api).catch(unlessRefused)
    return (
      <div>
        <PageHeading title={t('title')} intro={t('intro')}>
          <RangeSwitch path="/" range={range} />
        </PageHeading>
        {firstSteps?.state === 'open' && <FirstSteps steps={firstSteps.steps} />}
        <Suspense key={`figures ${range}`} fallback={<FiguresSkeleton />}>
          <Figures asked={figures} range={range} />
        </Suspense>
        <Suspense key={`sign-ins ${range}`} fallback={<CardSkeleton isTall />}>
          <SignIns asked={figures} />
        </Suspense>
        <div className={classes['pair']}>
          <Suspense key={`clients ${range}`} fallback={<CardSkeleton />}>
            <TopClients asked={clients} />
          </Suspense>
          <Suspense fallback={<CardSkeleton />}>
            <Health asked={health} now={new Date()} />
          </Suspense>
        </div>
        {firstSteps?.state === 'skipped' && <ResumeFirstSteps steps={firstSteps.steps} />}
      </div>
    )
  })
}
