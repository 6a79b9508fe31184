import { Injectable } from '@nestjs/common'
import {
  clientRefused,
  type ClientAuthenticationMethod,
  type PresentedCredentials,
} from './client-auth-method.js'

/** `none`: a public client names itself; PKCE and rotation carry the proof (RFC 6749 §2.1, RFC 8252 §8.4). */
@Injectable()
export class NoAuthentication implements ClientAuthenticationMethod {
  readonly name = 'none'

  isPresented({ authorization, parameters }: PresentedCredentials): boolean {
    return (
      authorization === undefined &&
      parameters.get('client_secret') === undefined &&
      parameters.get('client_assertion') === undefined &&
      parameters.get('client_assertion_type') === undefined
    )
  }

  clientId({ parameters }: PresentedCredentials): string {
    const clientId = parameters.get('client_id')
    if (!clientId) throw clientRefused('client.unnamed', { expected: 'client_id or client authentication' })
    return clientId
  }

  async verify(): Promise<void> {
    // Nothing to prove: the registry has said that the client exists, the authenticator that it is public.
  }
}
