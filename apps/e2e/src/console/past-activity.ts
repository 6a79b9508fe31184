import { AuditStore, type NewAuditEvent } from '@gatehouse/data-access'
import { inDatabase } from '../gatehouse/in-database.js'
import type { RunningGatehouse } from '../gatehouse/running-gatehouse.js'

const HOUR_MS = 3_600_000
const DAYS = 59
/** How busy the hours of a day are, from midnight on. */
const HOURS = [0, 0, 0, 0, 0, 1, 2, 4, 6, 7, 6, 5, 4, 5, 6, 6, 5, 4, 3, 2, 2, 1, 1, 0]

/**
 * Two months of sign-ins and tokens of these clients, as if they had been: busy by day, quiet at weekends, growing, and
 * with a storm of failures two days ago. Resolves when the server has counted them.
 */
export async function recordPastActivity(
  gatehouse: RunningGatehouse,
  clientIds: readonly string[],
): Promise<void> {
  const end = Math.floor(Date.now() / HOUR_MS) * HOUR_MS
  const events: NewAuditEvent[] = []
  for (let hour = DAYS * 24; hour > 0; hour -= 1)
    events.push(...eventsOf(end - hour * HOUR_MS, hour, clientIds))
  await inDatabase(gatehouse, async (database) => {
    const audit = new AuditStore(database)
    for (let at = 0; at < events.length; at += 500) await audit.append(events.slice(at, at + 500))
    for (;;) {
      const { rows } = await database.pool.query<{ left: number }>(
        `SELECT count(*)::int AS left FROM audit_events WHERE sequence > (SELECT sequence FROM usage_progress)`,
      )
      if (rows[0]?.left === 0) return
    }
  })
}

function eventsOf(start: number, hoursAgo: number, clientIds: readonly string[]): NewAuditEvent[] {
  const moment = new Date(start)
  const isWeekend = moment.getUTCDay() % 6 === 0
  const growth = 1 + (DAYS * 24 - hoursAgo) / (DAYS * 24) + Math.sin(hoursAgo / 31) / 6
  const signIns = Math.round((HOURS[moment.getUTCHours()] ?? 0) * growth * (isWeekend ? 0.35 : 1))
  const failures = hoursAgo > 44 && hoursAgo < 52 ? 4 : Math.round(signIns / 9)
  const person = (at: number) => `person-${(hoursAgo * 7 + at * 13) % 420}`
  const event = (type: string, at: number, detail: object): NewAuditEvent => ({
    at: new Date(start + (at + 1) * 60_000),
    type,
    outcome: type.endsWith('failed') ? 'failure' : 'success',
    subjectId: person(at),
    clientId: clientIds[Math.floor((at * at) / 40) % clientIds.length] ?? null,
    detail,
  })
  return [
    ...Array.from({ length: signIns }, (_, at) => event('sign_in.succeeded', at, {})),
    ...Array.from({ length: signIns }, (_, at) =>
      event('token.issued', at, { grantType: 'authorization_code' }),
    ),
    ...Array.from({ length: signIns }, (_, at) => event('token.issued', at, { grantType: 'refresh_token' })),
    ...Array.from({ length: failures }, (_, at) => event('sign_in.failed', at, { reason: 'mismatch' })),
  ]
}
