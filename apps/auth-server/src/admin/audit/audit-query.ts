import type { AuditListRequest } from '@gatehouse/data-access'
import { OmitType } from '@nestjs/swagger'
import { TextField } from '../route/fields.js'
import { listRequest } from '../route/listing.js'
import { TimelineQuery, timeRange } from '../route/time-range.js'

/** Name of the only order, which cursors carry. */
export const AUDIT_ORDER = '-sequence'

/** Which audit events. */
export class AuditQuery extends TimelineQuery {
  @TextField({ description: 'Only this type, such as client.updated', most: 100, optional: true })
  type?: string

  @TextField({ description: 'Only this outcome', oneOf: ['success', 'failure'], optional: true })
  outcome?: string

  @TextField({ description: 'Only what this person or client did', most: 200, optional: true })
  actor?: string

  @TextField({ description: 'Only what concerns this person', most: 200, optional: true })
  subject?: string

  @TextField({ description: 'Only what concerns this client', most: 200, optional: true })
  client_id?: string

  @TextField({ description: 'Only from this address', most: 64, optional: true })
  ip_address?: string

  @TextField({ description: 'Only of this request', most: 64, optional: true })
  trace_id?: string
}

/** Which audit events to follow, and from where on. */
export class AuditLiveQuery extends OmitType(AuditQuery, ['limit', 'cursor']) {
  @TextField({
    description:
      'Sequence after which to begin; left out, only what happens from now on. `Last-Event-ID` goes before it',
    most: 18,
    optional: true,
  })
  after?: string
}

/** What the store is asked for. */
export function auditListRequest(query: AuditQuery): AuditListRequest {
  return {
    ...listRequest(query as AuditQuery & { search?: string }, AUDIT_ORDER),
    ...timeRange(query),
    type: query.type,
    outcome: query.outcome,
    actorId: query.actor,
    subjectId: query.subject,
    clientId: query.client_id,
    ipAddress: query.ip_address,
    traceId: query.trace_id,
  }
}
