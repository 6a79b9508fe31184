import { useTranslations } from 'next-intl'
import { Card } from '../detail/card'
import { Notice } from '../detail/notice'
import { ageDays, warningOf, type AlgorithmKeys } from './key-ages'
import { KeyItem, type Axis } from './key-item'
import { RotateKey } from './rotate-key'
import classes from './signing-keys.module.css'

/** Longest past that is drawn, in milliseconds: half a year. */
const MOST_PAST_MS = 183 * 86_400_000

/** The keys of one algorithm, what is to be done about them, and rotating. */
export function AlgorithmCard({
  algorithm: { alg, keys, left },
  now,
}: {
  readonly algorithm: AlgorithmKeys
  readonly now: Date
}) {
  const t = useTranslations('signingKeys')
  const warning = warningOf(keys, now)
  const active = keys.find(({ state }) => state === 'active')
  const axis = axisOf(keys, now)
  return (
    <Card
      title={alg}
      intro={t(alg === 'RS256' ? 'rsSentence' : 'esSentence')}
      action={<RotateKey alg={alg} />}
    >
      {warning !== undefined && (
        <Notice title={t(`warnings.${warning}`)}>
          {t(`warnings.${warning}Sentence`, { days: active ? ageDays(active, now) : 0 })}
        </Notice>
      )}
      <ul className={classes['keys']} aria-label={t('keysOf', { alg })}>
        {keys.map((key) => (
          <KeyItem key={key.kid} signingKey={key} axis={axis} now={now} />
        ))}
      </ul>
      <p className={classes['legend']}>
        {(['published', 'signing', 'verifying'] as const).map((part) => (
          <span key={part} data-part={part}>
            {t(`legend.${part}`)}
          </span>
        ))}
        <span data-part="now">{t('legend.now')}</span>
        {left > 0 && <span>{t('left', { count: left })}</span>}
      </p>
    </Card>
  )
}

function axisOf(keys: AlgorithmKeys['keys'], now: Date): Axis {
  const moments = keys.flatMap((key) =>
    [key.created_at, key.rotates_at, key.state === 'retiring' ? key.last_token_expires_at : null].flatMap(
      (at) => (at === null ? [] : [Date.parse(at)]),
    ),
  )
  const latest = Math.max(now.getTime(), ...moments)
  return { from: Math.max(now.getTime() - MOST_PAST_MS, Math.min(now.getTime(), ...moments)), to: latest }
}
