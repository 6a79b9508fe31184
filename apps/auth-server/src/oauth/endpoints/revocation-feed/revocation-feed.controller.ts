import { Controller, Get, Post, UseGuards, type BeforeApplicationShutdown } from '@nestjs/common'
import { OAuthError } from '@gatehouse/protocol'
import { Answer } from '../../../http/answer.js'
import { Incoming, IncomingRequest } from '../../../http/incoming-request.js'
import { ProtocolRoute } from '../../../http/protection.js'
import { DpopNonceGuard } from '../../dpop/dpop-nonce.guard.js'
import { RevocationFeedService } from './revocation-feed.service.js'

/** The revocation feed: JSON page by page, or server-sent events for `Accept: text/event-stream`. */
@Controller()
@UseGuards(DpopNonceGuard)
export class RevocationFeedController implements BeforeApplicationShutdown {
  constructor(private readonly feed: RevocationFeedService) {}

  @Get('oauth2/revocations')
  @ProtocolRoute('access-token')
  async read(@Incoming() request: IncomingRequest): Promise<Answer> {
    const claims = await this.feed.authorize(request)
    const after = sequenceOf(request.header('last-event-id') ?? request.parameters.get('after') ?? '0')
    return request.header('accept')?.includes('text/event-stream')
      ? Answer.eventStream(this.feed.stream(after, claims))
      : Answer.json(await this.feed.page(after))
  }

  /** Takes the place up to which an instance of an API applied everything. It is for people to see and decides nothing. */
  @Post('oauth2/revocations/position')
  @ProtocolRoute('access-token')
  async acknowledge(@Incoming() request: IncomingRequest): Promise<Answer> {
    const claims = await this.feed.authorize(request)
    await this.feed.acknowledge(
      claims.client_id,
      instanceOf(request.parameters.get('instance')),
      sequenceOf(request.parameters.get('sequence') ?? ''),
      request.scene.ipAddress,
    )
    return Answer.empty(204)
  }

  beforeApplicationShutdown(): void {
    this.feed.closeStreams()
  }
}

/** @throws OAuthError invalid_request when it is no place in a list */
function sequenceOf(text: string): bigint {
  if (/^\d{1,18}$/u.test(text)) return BigInt(text)
  throw new OAuthError('invalid_request', {
    description: 'after must be a sequence number',
    detail: { rule: 'revocation_feed.after', got: text.slice(0, 40) },
  })
}

/** @throws OAuthError invalid_request when it is no UUID */
function instanceOf(text: string | undefined): string {
  if (text !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(text)) return text
  throw new OAuthError('invalid_request', {
    description: 'instance must be a UUID',
    detail: { rule: 'revocation_feed.instance', got: text?.slice(0, 40) ?? '' },
  })
}
