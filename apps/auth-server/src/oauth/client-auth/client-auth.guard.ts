import { createParamDecorator, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common'
import { OAuthError } from '@gatehouse/protocol'
import { allowOrigin } from '../../http/cors.js'
import { incomingOf, type IncomingRequest } from '../../http/incoming-request.js'
import type { AuthenticatedClient } from './authenticated-client.js'
import { ClientAuthenticator } from './client-authenticator.js'

const CLIENT = Symbol('authenticated client')

/** A request whose client proved who it is; only this file writes and reads it. */
type ProvenRequest = IncomingRequest & { [CLIENT]?: AuthenticatedClient }

/**
 * Lets a request pass whose client proved who it is, before any other parameter is looked at: a caller who is not
 * authenticated learns nothing about them. Browsers may read the answer if they come from an origin of the client.
 */
@Injectable()
export class ClientAuthGuard implements CanActivate {
  constructor(private readonly authenticator: ClientAuthenticator) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request: ProvenRequest = incomingOf(context)
    const { parameters, authorization } = request
    request.clientId = parameters.get('client_id')
    parameters.refuseMalformed()
    const client = await this.authenticator.authenticate({ parameters, authorization })
    request.clientId = client.clientId
    allowOrigin(context, client.corsOrigins)
    request[CLIENT] = client
    return true
  }
}

/** Hands a controller the client that `ClientAuthGuard` let pass. */
export const CallingClient = createParamDecorator(
  (_: unknown, context: ExecutionContext): AuthenticatedClient => {
    const client = (incomingOf(context) as ProvenRequest)[CLIENT]
    if (!client) {
      throw new OAuthError('server_error', {
        description: 'This route is not available',
        detail: { rule: 'client_auth.guard_missing', expected: '@UseGuards(ClientAuthGuard)' },
      })
    }
    return client
  },
)
