import { Injectable } from '@nestjs/common'
import { OAuthError } from '@gatehouse/protocol'
import { AuthorizationCodeGrant } from './authorization-code.grant.js'
import { ClientCredentialsGrant } from './client-credentials.grant.js'
import type { Grant } from './grant.js'
import { RefreshTokenGrant } from './refresh-token.grant.js'

/** Every grant that the server runs; `grant_types_supported` is read from here (RFC 8414 §2). */
@Injectable()
export class Grants {
  private readonly byType: ReadonlyMap<string, Grant>

  constructor(
    authorizationCode: AuthorizationCodeGrant,
    refreshToken: RefreshTokenGrant,
    clientCredentials: ClientCredentialsGrant,
  ) {
    this.byType = new Map<string, Grant>(
      [authorizationCode, refreshToken, clientCredentials].map((grant) => [grant.type, grant]),
    )
  }

  get types(): string[] {
    return [...this.byType.keys()]
  }

  /** @throws OAuthError unsupported_grant_type (RFC 6749 §5.2) */
  find(type: string): Grant {
    const grant = this.byType.get(type)
    if (grant) return grant
    throw new OAuthError('unsupported_grant_type', {
      description: 'The server does not run this grant type',
      detail: {
        rule: 'grant_type.unknown',
        expected: this.types.join(', '),
        got: type,
        ...(type === 'password'
          ? { mend: 'Use the authorization code grant with PKCE (RFC 9700 §2.4)' }
          : {}),
        reference: 'RFC 6749 §5.2',
      },
    })
  }
}
