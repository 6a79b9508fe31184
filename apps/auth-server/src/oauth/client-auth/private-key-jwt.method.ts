import { Injectable } from '@nestjs/common'
import { UsedAssertionStore, type ClientRecord } from '@gatehouse/data-access'
import { OAuthError, sha256 } from '@gatehouse/protocol'
import { JWT_BEARER_ASSERTION_TYPE } from '@gatehouse/token-types'
import { decodeJwt, jwtVerify, type JWTPayload } from 'jose'
import { Settings } from '../../config/settings.js'
import {
  clientRefused,
  type ClientAuthenticationMethod,
  type PresentedCredentials,
} from './client-auth-method.js'
import { ClientKeys } from './client-keys.js'

const CLOCK_SKEW_SECONDS = 30
/** Longest time between now and `exp`: an assertion is made for one request. */
const MAX_LIFETIME_SECONDS = 600

/**
 * `private_key_jwt`: the client signs a short statement with its own key.
 *
 * *Enforces*: an algorithm registered for this client, a key of this client, `iss` and `sub` its id, this server as
 * audience, a near `exp`, and a `jti` that was never seen before.
 *
 * @see RFC 7523 §3, OIDC Core §9
 */
@Injectable()
export class PrivateKeyJwt implements ClientAuthenticationMethod {
  readonly name = 'private_key_jwt'

  private readonly audiences: string[]

  constructor(
    settings: Settings,
    private readonly keys: ClientKeys,
    private readonly used: UsedAssertionStore,
  ) {
    this.audiences = [settings.issuer, settings.url('/oauth2/token')]
  }

  isPresented({ parameters }: PresentedCredentials): boolean {
    return (
      parameters.get('client_assertion') !== undefined ||
      parameters.get('client_assertion_type') !== undefined
    )
  }

  clientId({ parameters }: PresentedCredentials): string {
    if (parameters.get('client_assertion_type') !== JWT_BEARER_ASSERTION_TYPE) {
      throw clientRefused('client_assertion.type', { expected: JWT_BEARER_ASSERTION_TYPE })
    }
    const subject = unverifiedSubject(parameters.get('client_assertion') ?? '')
    const named = parameters.get('client_id')
    if (!subject || (named !== undefined && named !== subject)) {
      throw clientRefused('client_assertion.subject', { expected: 'sub equal to client_id' })
    }
    return subject
  }

  async verify({ parameters }: PresentedCredentials, client: ClientRecord, now: Date): Promise<void> {
    const assertion = parameters.require('client_assertion')
    const payload = await this.verified(assertion, client, now)
    const expiresAt = payload.exp ?? 0
    if (expiresAt > now.getTime() / 1000 + MAX_LIFETIME_SECONDS) {
      throw clientRefused('client_assertion.lifetime', {
        expected: `exp within ${MAX_LIFETIME_SECONDS} seconds`,
      })
    }
    if (typeof payload.jti !== 'string' || !payload.jti) throw clientRefused('client_assertion.jti_missing')
    const digest = sha256(`${client.clientId}\n${payload.jti}`)
    const keepUntil = new Date((expiresAt + CLOCK_SKEW_SECONDS) * 1000)
    if (!(await this.used.claim(digest, keepUntil, now))) throw clientRefused('client_assertion.replayed')
  }

  private async verified(assertion: string, client: ClientRecord, now: Date): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(assertion, (header) => this.keys.find(client, header), {
        algorithms: client.assertionSigningAlgs,
        issuer: client.clientId,
        subject: client.clientId,
        audience: this.audiences,
        requiredClaims: ['exp', 'jti'],
        clockTolerance: CLOCK_SKEW_SECONDS,
        currentDate: now,
      })
      requireOnly(this.audiences, payload)
      return payload
    } catch (cause) {
      if (cause instanceof OAuthError) throw cause
      throw clientRefused('client_assertion.invalid', { got: (cause as Error).message })
    }
  }
}

/** An assertion that is for somebody else too could have been stolen there (RFC 9700 §2.5). */
function requireOnly(audiences: readonly string[], { aud }: JWTPayload): void {
  const foreign = [aud ?? []].flat().filter((audience) => !audiences.includes(audience))
  if (foreign.length) {
    throw clientRefused('client_assertion.audience', {
      expected: audiences.join(' or '),
      got: foreign.join(' '),
    })
  }
}

function unverifiedSubject(assertion: string): string | undefined {
  try {
    const { sub } = decodeJwt<{ sub?: unknown }>(assertion)
    return typeof sub === 'string' ? sub : undefined
  } catch {
    return undefined
  }
}
