import { Controller, Get, Param, Query } from '@nestjs/common'
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import { ClientStore, FailureRecordStore } from '@gatehouse/data-access'
import { Answer } from '../../http/answer.js'
import { Problem } from '../../http/problem.js'
import { AdminRoute } from '../route/admin-route.js'
import { TextField } from '../route/fields.js'
import { listAnswer, listRequest } from '../route/listing.js'
import { TimelineQuery, timeRange } from '../route/time-range.js'
import { failureDetail, failureView } from './failure-view.js'

const ORDER = '-at'

/** Which failures. */
export class FailureQuery extends TimelineQuery {
  @TextField({ description: 'Only of this client', most: 200, optional: true })
  client_id?: string

  @TextField({ description: 'Only with this error code', most: 100, optional: true })
  error?: string

  @TextField({ description: 'Only refused by this rule', most: 100, optional: true })
  rule?: string

  @TextField({ description: 'Only at this endpoint', most: 200, optional: true })
  endpoint?: string

  @TextField({ description: 'Only of this request', most: 64, optional: true })
  trace_id?: string
}

/** Why requests were refused. */
@ApiTags('Failures')
@Controller('admin/v1/failures')
export class FailuresController {
  constructor(
    private readonly failures: FailureRecordStore,
    private readonly clients: ClientStore,
  ) {}

  @Get()
  @AdminRoute('admin:failures:read')
  @ApiOperation({ summary: 'List refused requests, newest first' })
  @ApiOkResponse({ description: 'One page of failures' })
  async list(@Query() query: FailureQuery): Promise<Answer> {
    const page = this.failures.page({
      ...listRequest(query as FailureQuery & { search?: string }, ORDER),
      ...timeRange(query),
      clientId: query.client_id,
      error: query.error,
      rule: query.rule,
      endpoint: query.endpoint,
      traceId: query.trace_id,
    })
    return Answer.json(await listAnswer(page, ORDER, failureView))
  }

  @Get(':trace_id')
  @AdminRoute('admin:failures:read')
  @ApiOperation({ summary: 'Show why a request was refused, and what would mend it' })
  @ApiOkResponse({ description: 'The failure' })
  async show(@Param('trace_id') traceId: string): Promise<Answer> {
    const record = await this.failures.find(traceId)
    if (!record) throw new Problem('not-found', { detail: 'There is no record of such a request.' })
    const client = record.clientId === null ? undefined : await this.clients.find(record.clientId)
    return Answer.json(failureDetail(record, client))
  }
}
