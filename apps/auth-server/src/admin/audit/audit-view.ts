import type { AuditRow, ChainReport } from '@gatehouse/data-access'
import type { AdminAuditChainReport, AdminAuditEvent, AdminAuditParty } from '@gatehouse/token-types'

/** An event as the admin API shows it. */
export function auditView(row: AuditRow): AdminAuditEvent {
  const party = (id: string | null): AdminAuditParty | null =>
    id === null ? null : { id, name: row.names.get(id) ?? null }
  return {
    sequence: row.id,
    at: row.at.toISOString(),
    type: row.type,
    outcome: row.outcome,
    actor: party(row.actorId),
    subject: party(row.subjectId),
    client: party(row.clientId),
    ip_address: row.ipAddress,
    user_agent: row.userAgent,
    trace_id: row.traceId,
    detail: row.detail,
  }
}

/** What the walk found. */
export function chainView({ events, brokenAt }: ChainReport): AdminAuditChainReport {
  return { intact: brokenAt === undefined, events, broken_at: brokenAt?.toString() ?? null }
}
