import { Controller, Get, Query } from '@nestjs/common'
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import { FeedFollowerStore, RevocationStore } from '@gatehouse/data-access'
import { AccessToken } from '@gatehouse/guards'
import {
  FEED_CLAIMS,
  type AccessTokenClaims,
  type AdminFeedFollowers,
  type FeedClaim,
} from '@gatehouse/token-types'
import { Clock } from '../../config/clock.js'
import { Answer } from '../../http/answer.js'
import { Incoming, IncomingRequest } from '../../http/incoming-request.js'
import { Problem } from '../../http/problem.js'
import { AdminRoute } from '../route/admin-route.js'
import { TextField } from '../route/fields.js'
import { listAnswer, ListQuery, listRequest, sortValues } from '../route/listing.js'
import { feedFollowerView, FeedFollowersView, RevocationPageView, revocationView } from './revocation-view.js'
import { LiveRevocations } from './live-revocations.js'

const SORTS = sortValues('sequence')
const DEFAULT_SORT = '-sequence'
const SHOWN_FOR_MS = 86_400_000

/** Which entries; the newest come first. `search` takes a whole value. */
export class RevocationListQuery extends ListQuery {
  @TextField({ description: `Order; default ${DEFAULT_SORT}`, oneOf: SORTS, optional: true })
  sort?: (typeof SORTS)[number]
  @TextField({ description: 'Only entries for this claim', oneOf: FEED_CLAIMS, optional: true })
  claim?: FeedClaim
  @TextField({ description: 'Only entries for this value', most: 200, optional: true })
  value?: string
}

/** The append-only list of what was revoked, and how far each API has read it. */
@ApiTags('Revocations')
@Controller('admin/v1/revocations')
export class RevocationsController {
  constructor(
    private readonly revocations: RevocationStore,
    private readonly followers: FeedFollowerStore,
    private readonly live: LiveRevocations,
    private readonly clock: Clock,
  ) {}

  @Get()
  @AdminRoute('admin:sessions:read')
  @ApiOperation({ summary: 'List what was revoked, the newest first' })
  @ApiOkResponse({ type: RevocationPageView })
  async list(@Query() query: RevocationListQuery): Promise<Answer> {
    const sort = query.sort ?? DEFAULT_SORT
    const { claim, value } = query
    const page = this.revocations.page({ ...listRequest<'sequence'>(query, sort), claim, value })
    return Answer.json(await listAnswer(page, sort, revocationView))
  }

  @Get('followers')
  @AdminRoute('admin:sessions:read')
  @ApiOperation({ summary: 'Show which APIs follow the feed and how far each says that it got' })
  @ApiOkResponse({ type: FeedFollowersView })
  async listFollowers(): Promise<Answer> {
    const now = this.clock.now()
    const { newest, followers } = await this.followers.list(new Date(now.getTime() - SHOWN_FOR_MS), now)
    const view: AdminFeedFollowers = {
      newest,
      followers: followers.map((follower) => feedFollowerView(follower, now)),
    }
    return Answer.json(view)
  }

  @Get('live')
  @AdminRoute('admin:sessions:read')
  @ApiOperation({ summary: 'Follow what is revoked from now on, as server-sent events' })
  stream(@Incoming() incoming: IncomingRequest, @AccessToken() claims: AccessTokenClaims): Answer {
    if (!incoming.header('accept')?.includes('text/event-stream')) {
      throw new Problem('bad-request', { detail: 'Ask for it with Accept: text/event-stream.' })
    }
    return Answer.eventStream(this.live.follow(claims))
  }
}
