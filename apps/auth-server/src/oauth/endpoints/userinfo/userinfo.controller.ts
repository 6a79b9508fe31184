import { Controller, Get, Post, UseGuards } from '@nestjs/common'
import { Answer } from '../../../http/answer.js'
import { Incoming, IncomingRequest } from '../../../http/incoming-request.js'
import { ProtocolRoute } from '../../../http/protection.js'
import { DpopNonceGuard } from '../../dpop/dpop-nonce.guard.js'
import { UserinfoService } from './userinfo.service.js'

/** The userinfo endpoint, by GET and by POST (OIDC Core §5.3.1). */
@Controller()
@UseGuards(DpopNonceGuard)
export class UserinfoController {
  constructor(private readonly userinfo: UserinfoService) {}

  @Get('oauth2/userinfo')
  @ProtocolRoute('access-token')
  get(@Incoming() request: IncomingRequest): Promise<Answer> {
    return this.respond(request)
  }

  @Post('oauth2/userinfo')
  @ProtocolRoute('access-token')
  post(@Incoming() request: IncomingRequest): Promise<Answer> {
    return this.respond(request)
  }

  private async respond(request: IncomingRequest): Promise<Answer> {
    const response = await this.userinfo.respond(request)
    return 'jwt' in response ? Answer.jwt(response.jwt) : Answer.json(response.claims)
  }
}
