import { Controller, Post, UseGuards } from '@nestjs/common'
import { Answer } from '../../../http/answer.js'
import { Incoming, IncomingRequest } from '../../../http/incoming-request.js'
import { ProtocolRoute } from '../../../http/protection.js'
import type { AuthenticatedClient } from '../../client-auth/authenticated-client.js'
import { CallingClient, ClientAuthGuard } from '../../client-auth/client-auth.guard.js'
import { DpopNonceGuard } from '../../dpop/dpop-nonce.guard.js'
import { TokenService } from './token.service.js'

/** The token endpoint (RFC 6749 §3.2). */
@Controller()
export class TokenController {
  constructor(private readonly tokens: TokenService) {}

  @Post('oauth2/token')
  @ProtocolRoute('client')
  @UseGuards(DpopNonceGuard, ClientAuthGuard)
  async token(
    @CallingClient() client: AuthenticatedClient,
    @Incoming() request: IncomingRequest,
  ): Promise<Answer> {
    const response = await this.tokens.respond(client, request)
    return Answer.json(response, { headers: { pragma: 'no-cache' } })
  }
}
