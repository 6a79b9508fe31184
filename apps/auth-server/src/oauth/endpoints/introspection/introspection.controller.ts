import { Controller, Post, UseGuards } from '@nestjs/common'
import { Answer } from '../../../http/answer.js'
import { Incoming, IncomingRequest } from '../../../http/incoming-request.js'
import { ProtocolRoute } from '../../../http/protection.js'
import type { AuthenticatedClient } from '../../client-auth/authenticated-client.js'
import { CallingClient, ClientAuthGuard } from '../../client-auth/client-auth.guard.js'
import { IntrospectionService } from './introspection.service.js'

/** The introspection endpoint (RFC 7662 §2). */
@Controller()
export class IntrospectionController {
  constructor(private readonly introspection: IntrospectionService) {}

  @Post('oauth2/introspect')
  @ProtocolRoute('client')
  @UseGuards(ClientAuthGuard)
  async introspect(
    @CallingClient() client: AuthenticatedClient,
    @Incoming() request: IncomingRequest,
  ): Promise<Answer> {
    return Answer.json(await this.introspection.introspect(client, request.parameters.require('token')))
  }
}
