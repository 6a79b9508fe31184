import { useTranslations } from 'next-intl'
import { RelativeTime } from '../detail/relative-time'
import classes from './inspection.module.css'

/** Claims whose meaning is told; others stand as they are. */
const KNOWN = [
  'acr',
  'amr',
  'at_hash',
  'aud',
  'auth_time',
  'azp',
  'client_id',
  'cnf',
  'email',
  'exp',
  'gid',
  'iat',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'roles',
  'scope',
  'sid',
  'sub',
] as const

const MOMENTS = new Set(['auth_time', 'exp', 'iat', 'nbf'])

/** The claims of a token, each with what it means. */
export function Claims({ claims, now }: { readonly claims: object; readonly now: Date }) {
  const t = useTranslations('inspection')
  return (
    <table className={classes['claims']} aria-label={t('claims')}>
      <tbody>
        {Object.entries(claims).map(([name, value]) => {
          const known = KNOWN.find((each) => each === name)
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>
                {MOMENTS.has(name) && isMoment(value) && (
                  <>
                    {' · '}
                    <RelativeTime at={value} now={now} />
                  </>
                )}
                {known !== undefined && <span className={classes['meaning']}>{t(`meanings.${known}`)}</span>}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** A token of a stranger may hold any number where a moment belongs. */
const isMoment = (value: unknown): value is number =>
  typeof value === 'number' && !Number.isNaN(new Date(value * 1000).getTime())
