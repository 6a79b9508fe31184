import { Controller, Post, UseGuards } from '@nestjs/common'
import { Answer } from '../../../http/answer.js'
import { Incoming, IncomingRequest } from '../../../http/incoming-request.js'
import { ProtocolRoute } from '../../../http/protection.js'
import type { AuthenticatedClient } from '../../client-auth/authenticated-client.js'
import { CallingClient, ClientAuthGuard } from '../../client-auth/client-auth.guard.js'
import { RevocationService } from './revocation.service.js'

/** The revocation endpoint (RFC 7009 §2). */
@Controller()
export class RevocationController {
  constructor(private readonly revocation: RevocationService) {}

  @Post('oauth2/revoke')
  @ProtocolRoute('client')
  @UseGuards(ClientAuthGuard)
  async revoke(
    @CallingClient() client: AuthenticatedClient,
    @Incoming() request: IncomingRequest,
  ): Promise<Answer> {
    await this.revocation.revoke(client, request.parameters.require('token'), request)
    return Answer.empty(200)
  }
}
