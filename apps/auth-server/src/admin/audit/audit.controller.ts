import { Controller, Get, Param, Post, Query } from '@nestjs/common'
import { ApiHeader, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger'
import { AuditStore } from '@gatehouse/data-access'
import { AccessToken } from '@gatehouse/guards'
import type { AccessTokenClaims } from '@gatehouse/token-types'
import { Answer } from '../../http/answer.js'
import { Incoming, IncomingRequest } from '../../http/incoming-request.js'
import { fieldProblem, Problem } from '../../http/problem.js'
import { AdminRoute } from '../route/admin-route.js'
import { TextField } from '../route/fields.js'
import { listAnswer } from '../route/listing.js'
import { EXPORT_FORMATS, exportedEvents, type ExportFormat } from './audit-export.js'
import { AUDIT_ORDER, auditListRequest, AuditLiveQuery, AuditQuery } from './audit-query.js'
import { auditView, chainView } from './audit-view.js'
import { LiveAudit } from './live-audit.js'

/** Which events to export, and how. */
export class AuditExportQuery extends AuditQuery {
  @TextField({ description: 'How it is written', oneOf: Object.keys(EXPORT_FORMATS) })
  format!: ExportFormat
}

/** The audit log: what happened, never changed by anybody. */
@ApiTags('Audit')
@Controller('admin/v1/audit-events')
export class AuditController {
  private walk: Promise<object> | undefined

  constructor(
    private readonly events: AuditStore,
    private readonly live: LiveAudit,
  ) {}

  @Get()
  @AdminRoute('admin:audit:read')
  @ApiOperation({ summary: 'List audit events, newest first' })
  @ApiOkResponse({ description: 'One page of events' })
  async list(@Query() query: AuditQuery): Promise<Answer> {
    const page = this.events.page(auditListRequest(query))
    return Answer.json(await listAnswer(page, AUDIT_ORDER, auditView))
  }

  @Get('types')
  @AdminRoute('admin:audit:read')
  @ApiOperation({ summary: 'List the types of events that there are' })
  @ApiOkResponse({ description: 'The types' })
  async types(): Promise<Answer> {
    return Answer.json({ types: await this.events.types() })
  }

  @Get('export')
  @AdminRoute('admin:audit:read')
  @ApiOperation({ summary: 'Download up to 100,000 events, newest first, as CSV or one JSON object a line' })
  @ApiOkResponse({ description: 'The events' })
  export(@Query() { format, ...query }: AuditExportQuery): Answer {
    const request = auditListRequest(query)
    const events = exportedEvents(format, request, (page) => this.events.page(page))
    return Answer.download(events, EXPORT_FORMATS[format].mediaType, `audit-events.${format}`)
  }

  @Get('live')
  @AdminRoute('admin:audit:read')
  @ApiOperation({
    summary:
      'Follow the log as server-sent events, from now on or after a place in it; each event once, in order',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The last id that was heard' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ description: 'Events named audit and heartbeat, with the sequence as their id' })
  async follow(
    @Query() query: AuditLiveQuery,
    @Incoming() incoming: IncomingRequest,
    @AccessToken() claims: AccessTokenClaims,
  ): Promise<Answer> {
    if (!incoming.header('accept')?.includes('text/event-stream')) {
      throw new Problem('bad-request', { detail: 'Ask for it with Accept: text/event-stream.' })
    }
    const { sort: _, descending: __, limit: ___, ...filters } = auditListRequest(query)
    const after = placeOf(incoming.header('last-event-id') ?? query.after)
    return Answer.eventStream(await this.live.follow(filters, after, claims))
  }

  @Post('verify')
  @AdminRoute('admin:audit:read')
  @ApiOperation({ summary: 'Walk the whole chain of hashes; on millions of events this takes minutes' })
  @ApiOkResponse({ description: 'What the walk found' })
  async verify(): Promise<Answer> {
    // One walk at a time: whoever asks meanwhile shares it.
    this.walk ??= this.events
      .verifyChain()
      .then(chainView)
      .finally(() => (this.walk = undefined))
    return Answer.json(await this.walk)
  }

  @Get(':sequence')
  @AdminRoute('admin:audit:read')
  @ApiOperation({ summary: 'Show an audit event' })
  @ApiOkResponse({ description: 'The event' })
  async show(@Param('sequence') sequence: string): Promise<Answer> {
    const event = /^\d{1,18}$/u.test(sequence) ? await this.find(BigInt(sequence)) : undefined
    if (!event) throw new Problem('not-found', { detail: 'There is no such audit event.' })
    return Answer.json(auditView(event))
  }

  private async find(sequence: bigint) {
    const after = { value: String(sequence + 1n), id: String(sequence + 1n) }
    const { rows } = await this.events.page({ sort: 'sequence', descending: true, limit: 1, after })
    return rows.find(({ id }) => id === String(sequence))
  }
}

/** @throws Problem invalid-fields when it is no place in the log */
function placeOf(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,18}$/u.test(text)) return BigInt(text)
  throw fieldProblem('after', 'must be the sequence of an event')
}
