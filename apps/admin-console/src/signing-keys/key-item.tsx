import { useTranslations } from 'next-intl'
import type { AdminSigningKey } from '@gatehouse/token-types'
import { StateBadge } from '../detail/card'
import { CopiedId } from '../detail/copied-id'
import { LifeBar, type LifeSpan } from '../detail/life-bar'
import { Moment } from '../detail/moment'
import { isOver } from './key-ages'
import { RevokeKey } from './revoke-key'
import classes from './signing-keys.module.css'

const TONES = { next: 'grey', active: 'teal', retiring: 'amber', retired: 'grey', revoked: 'red' } as const

/** Two moments between which the lives of keys are drawn, in milliseconds. */
export interface Axis {
  readonly from: number
  readonly to: number
}

/** A signing key: how it stands, its life to scale, and when what happened. */
export function KeyItem({
  signingKey,
  axis,
  now,
}: {
  readonly signingKey: AdminSigningKey
  readonly axis: Axis
  readonly now: Date
}) {
  const t = useTranslations('signingKeys')
  const { kid, state } = signingKey
  const moments = (
    [
      ['made', signingKey.created_at],
      [state === 'active' ? 'signsSince' : 'signedFrom', signingKey.activated_at],
      ['rotates', signingKey.rotates_at],
      ['replaced', signingKey.retiring_at],
      ['lastToken', state === 'retiring' ? signingKey.last_token_expires_at : null],
      [state === 'revoked' ? 'revokedAt' : 'retiredAt', signingKey.retired_at],
    ] as const
  ).filter(([, at]) => at !== null)
  return (
    <li aria-label={kid}>
      <div className={classes['head']}>
        <StateBadge tone={TONES[state]}>{t(`states.${state}`)}</StateBadge>
        <CopiedId id={kid} />
        {!isOver(signingKey) && <RevokeKey kid={kid} state={state} />}
      </div>
      <LifeBar
        label={t('lifeLabel', { kid, state: t(`states.${state}`) })}
        from={axis.from}
        to={axis.to}
        now={now.getTime()}
        spans={spansOf(signingKey, now)}
        marks={
          state === 'revoked' && signingKey.retired_at !== null
            ? [{ at: Date.parse(signingKey.retired_at), tone: 'red' }]
            : []
        }
      />
      <dl className={classes['moments']}>
        {moments.map(([name, at]) => (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd>
              <Moment at={at} now={now} />
            </dd>
          </div>
        ))}
      </dl>
    </li>
  )
}

/** Published, signing, and verifying only; each as far as it got. */
function spansOf(key: AdminSigningKey, now: Date): readonly LifeSpan[] {
  const moment = (at: string | null) => (at === null ? undefined : Date.parse(at))
  const [activated, retiring, retired] = [key.activated_at, key.retiring_at, key.retired_at].map(moment)
  const end = retired ?? now.getTime()
  const made = Date.parse(key.created_at)
  const last = moment(key.last_token_expires_at) ?? end
  return [
    { from: made, to: activated ?? end, tone: 'grey' as const },
    ...(activated === undefined ? [] : [{ from: activated, to: retiring ?? end, tone: 'teal' as const }]),
    ...(retiring === undefined
      ? []
      : [{ from: retiring, to: retired ?? Math.max(last, retiring), tone: 'amber' as const }]),
  ].filter(({ from, to }) => to > from)
}
