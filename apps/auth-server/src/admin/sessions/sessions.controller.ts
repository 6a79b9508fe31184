import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common'
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import { SessionStore, type SessionSelection } from '@gatehouse/data-access'
import { Clock } from '../../config/clock.js'
import { Answer } from '../../http/answer.js'
import { Problem } from '../../http/problem.js'
import { Actor, CurrentActor } from '../route/actor.js'
import { AdminRoute } from '../route/admin-route.js'
import { EndedView, endedView } from '../route/ended.js'
import { listAnswer } from '../route/listing.js'
import { SessionPageView } from './session-answers.js'
import {
  EndSessionsFields,
  selectionOf,
  sessionListRequest,
  SessionListQuery,
  sessionSort,
  sessionView,
} from './session-fields.js'

/** Who is signed in at the server right now. */
@ApiTags('Sessions')
@Controller('admin/v1/sessions')
export class SessionsController {
  constructor(
    private readonly sessions: SessionStore,
    private readonly clock: Clock,
  ) {}

  @Get()
  @AdminRoute('admin:sessions:read')
  @ApiOperation({ summary: 'List living sessions' })
  @ApiOkResponse({ type: SessionPageView })
  async list(@Query() query: SessionListQuery): Promise<Answer> {
    const page = this.sessions.page(sessionListRequest(query), this.clock.now())
    return Answer.json(await listAnswer(page, sessionSort(query), sessionView))
  }

  @Post('end')
  @AdminRoute('admin:sessions:write')
  @ApiOperation({
    summary: 'End selected sessions, those of a person, the tokens of a client, or everything',
  })
  @ApiOkResponse({ type: EndedView })
  async endSelected(@Body() fields: EndSessionsFields, @CurrentActor() actor: Actor): Promise<Answer> {
    const selection = selectionOf(fields)
    if (selection === 'everything' && !actor.scopes.has('admin:users:write')) {
      throw new Problem('forbidden', {
        detail: 'Ending everything stops every client: it needs the permission admin:users:write too.',
        permission: 'admin:users:write',
      })
    }
    return this.end(selection, actor)
  }

  @Delete(':id')
  @AdminRoute('admin:sessions:write')
  @ApiOperation({ summary: 'End a session with all that began in it, offline access too' })
  @ApiOkResponse({ type: EndedView })
  async endOne(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<Answer> {
    const found = await this.sessions.findById(id)
    if (!found) throw new Problem('not-found', { detail: 'There is no session of this id.' })
    return this.end({ ids: [id] }, actor, found.userId)
  }

  private async end(selection: SessionSelection, actor: Actor, subjectId?: string): Promise<Answer> {
    const now = this.clock.now()
    const ended = await this.sessions.endSelected(selection, now, (done) =>
      actor.event(
        {
          type: 'sessions.ended',
          ...whom(selection, subjectId),
          detail: { selection: selectionInWords(selection), ...endedView(done) },
        },
        now,
      ),
    )
    return Answer.json(endedView(ended))
  }
}

function whom(selection: SessionSelection, subjectId: string | undefined) {
  if (subjectId !== undefined) return { subjectId }
  if (selection === 'everything') return {}
  if ('userId' in selection) return { subjectId: selection.userId }
  return 'clientId' in selection ? { clientId: selection.clientId } : {}
}

function selectionInWords(selection: SessionSelection): string | readonly string[] {
  if (selection === 'everything') return selection
  if ('ids' in selection) return selection.ids
  return 'userId' in selection ? 'person' : 'client'
}
