import type { AdminSigningKey, AdminSigningKeys, SigningKeyState } from '@gatehouse/token-types'

const DAY_MS = 86_400_000

/** Age at which a key that nothing replaces is to be replaced by hand, in days. */
const OLD_DAYS = 90

/** Keys that are over and still shown, for each algorithm. */
const MOST_OVER = 3

const ORDER: readonly SigningKeyState[] = ['active', 'next', 'retiring', 'revoked', 'retired']

/** The keys of one algorithm: what signs first, then what will, then what did. */
export interface AlgorithmKeys {
  readonly alg: string
  readonly keys: readonly AdminSigningKey[]
  /** Older ones that are over and not shown. */
  readonly left: number
}

/** Keys by algorithm, in the order of their names. */
export function keysByAlgorithm({ keys }: AdminSigningKeys): readonly AlgorithmKeys[] {
  return [...new Set(keys.map(({ alg }) => alg))].sort().map((alg) => {
    const all = keys
      .filter((key) => key.alg === alg)
      .sort(
        (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || b.created_at.localeCompare(a.created_at),
      )
    const over = all.filter(isOver)
    const shown = all.filter((key) => !isOver(key) || over.indexOf(key) < MOST_OVER)
    return { alg, keys: shown, left: all.length - shown.length }
  })
}

/** True for a key that nothing accepts any more. */
export const isOver = ({ state }: AdminSigningKey): boolean => state === 'retired' || state === 'revoked'

/** What is to be done about the keys of an algorithm: its key is old, overdue, or has no successor. */
export function warningOf(
  keys: readonly AdminSigningKey[],
  now: Date,
): 'old' | 'overdue' | 'noNext' | undefined {
  const active = keys.find(({ state }) => state === 'active')
  if (active?.rotates_at && Date.parse(active.rotates_at) < now.getTime()) return 'overdue'
  if (active && active.rotates_at === null && ageDays(active, now) >= OLD_DAYS) return 'old'
  return keys.some(({ state }) => state === 'next') ? undefined : 'noNext'
}

/** For how many days a key has signed. */
export const ageDays = ({ activated_at: at, created_at: made }: AdminSigningKey, now: Date): number =>
  Math.floor((now.getTime() - Date.parse(at ?? made)) / DAY_MS)
