import type { AdminEnded } from '@gatehouse/token-types'

/** What several acts ended, taken together; of the list of revocations the last place counts. */
export const endedTogether = (acts: readonly AdminEnded[]): AdminEnded =>
  acts.reduce(
    (sum, act) => ({
      sessions: sum.sessions + act.sessions,
      refresh_families: sum.refresh_families + act.refresh_families,
      grants: sum.grants + act.grants,
      revocation_sequence: later(sum.revocation_sequence, act.revocation_sequence),
    }),
    { sessions: 0, refresh_families: 0, grants: 0, revocation_sequence: null } as AdminEnded,
  )

const later = (one: string | null, other: string | null): string | null => {
  if (one === null || other === null) return one ?? other
  return BigInt(one) > BigInt(other) ? one : other
}
