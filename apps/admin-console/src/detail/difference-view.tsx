import { useTranslations } from 'next-intl'
import { changedBetween, markDifference, type MarkedText } from './difference'
import classes from './difference-view.module.css'

/** What a change took away and what it brought, field by field; what stayed the same is left out. */
export function DifferenceView({
  before,
  after,
}: {
  readonly before: object | null
  readonly after: object | null
}) {
  const t = useTranslations('kit.difference')
  const fields = changedBetween(before, after)
  if (fields.length === 0) return <p className={classes['none']}>{t('none')}</p>
  return (
    <dl className={classes['fields']}>
      {fields.map(({ name, removed, added }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {removed.map((value) => (
              <del key={`-${value}`} aria-label={t('removed', { value })}>
                {value}
              </del>
            ))}
            {added.map((value) => (
              <ins key={`+${value}`} aria-label={t('added', { value })}>
                {value}
              </ins>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** What was expected beside what came, with the part marked in which they differ. */
export function ExpectedAndGot({
  expected,
  got,
}: {
  readonly expected: string | null
  readonly got: string | null
}) {
  const t = useTranslations('kit.difference')
  const [markedExpected, markedGot] =
    expected === null || got === null || !isAlike(expected, got)
      ? [whole(expected), whole(got)]
      : markDifference(expected, got)
  return (
    <dl className={classes['pair']}>
      <div data-side="expected">
        <dt>{t('expected')}</dt>
        <dd>{expected === null ? '—' : <Marked text={markedExpected} />}</dd>
      </div>
      <div data-side="got">
        <dt>{t('got')}</dt>
        <dd>{got === null ? '—' : <Marked text={markedGot} />}</dd>
      </div>
    </dl>
  )
}

const Marked = ({ text: [start, differing, end] }: { readonly text: MarkedText }) => (
  <code>
    {start}
    {differing !== '' && <mark>{differing}</mark>}
    {end}
  </code>
)

const whole = (text: string | null): MarkedText => [text ?? '', '', '']

/** Sentences and lists of values differ everywhere; marking them would say nothing. */
const isAlike = (one: string, other: string): boolean => !/\s/u.test(one) && !/\s/u.test(other)
