import { Controller, Get, Post } from '@nestjs/common'
import { Answer } from '../../../http/answer.js'
import { Incoming, IncomingRequest } from '../../../http/incoming-request.js'
import { PageRoute } from '../../../http/protection.js'
import { EndSessionService } from './end-session.service.js'

/** RP-initiated sign-out, by GET and by POST, and the person's own confirmation (OIDC RP-Initiated Logout §2). */
@Controller('oauth2/logout')
export class EndSessionController {
  constructor(private readonly endSession: EndSessionService) {}

  @Get()
  @PageRoute('public')
  get(@Incoming() incoming: IncomingRequest): Promise<Answer> {
    return this.endSession.respond(incoming)
  }

  /**
   * A form that another site posts comes without our `SameSite=Lax` cookie, and would end nothing; the same request by
   * GET brings it.
   */
  @Post()
  @PageRoute('public')
  async post(@Incoming() incoming: IncomingRequest): Promise<Answer> {
    const { parameters } = incoming
    if (incoming.header('sec-fetch-site') !== 'cross-site') return this.endSession.respond(incoming)
    return Answer.seeOther(`/oauth2/logout?${parameters.toString()}`)
  }

  @Post('confirm')
  @PageRoute('browser')
  confirm(@Incoming() incoming: IncomingRequest): Promise<Answer> {
    return this.endSession.confirm(incoming)
  }
}
