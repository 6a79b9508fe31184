import { Injectable, Logger } from '@nestjs/common'
import { OAuthError } from '@gatehouse/protocol'
import type { AccessTokenClaims } from '@gatehouse/token-types'
import type { PresentedCredentials, TokenCarrier } from '../presented-token.js'
import { ResourceServerSettings } from '../resource-server-options.js'
import { ClientCertificates } from './client-certificate.js'
import { DpopCheck } from './dpop-check.js'
import { DpopFindings } from './dpop-findings.js'

/** Members of `cnf` that somebody here checks. */
const CHECKED_MEMBERS = ['jkt', 'x5t#S256']

/**
 * Makes sure that a token bound to a key or a certificate is used by whoever holds it.
 *
 * Never: takes a token for unbound because the member of `cnf` that binds it is not known here.
 *
 * @see RFC 7800 §3.1, RFC 9449 §7, RFC 8705 §3
 */
@Injectable()
export class Possession {
  private readonly dpop: DpopCheck | undefined
  private readonly certificates: ClientCertificates
  private readonly passes: boolean

  constructor(
    private readonly settings: ResourceServerSettings,
    private readonly findings: DpopFindings,
  ) {
    this.dpop = settings.dpop && new DpopCheck(settings.dpop, settings.now)
    this.certificates = new ClientCertificates(settings.clientCertificate)
    this.passes = settings.dpop?.mode === 'report-only'
    if (this.passes)
      new Logger('Gatehouse DPoP').warn(
        'DPoP is checked and reported only: bound tokens pass without a proof',
      )
  }

  /** What to say in `DPoP-Nonce`; undefined where none is wanted. */
  nonce(): string | undefined {
    return this.dpop?.nonce()
  }

  /** @throws OAuthError when the caller does not show what the token is bound to */
  async assertHeld(
    request: TokenCarrier,
    credentials: PresentedCredentials,
    { cnf, client_id }: AccessTokenClaims,
  ): Promise<void> {
    const { jkt, 'x5t#S256': thumbprint } = bindingsOf(cnf)
    if (thumbprint !== undefined) this.certificates.assertPresented(request, thumbprint)
    if (!this.dpop) {
      if (jkt === undefined) return
      throw unknownBinding('The access token is bound to a key, and this API cannot check the proof of it.')
    }
    try {
      await this.dpop.assertHeld(request, { ...credentials, jkt })
    } catch (error) {
      if (!(error instanceof OAuthError) || error.code === 'temporarily_unavailable') throw error
      this.findings.add(error, client_id, this.settings.now(), this.passes)
      if (!this.passes) throw error
    }
  }

  /** Whether a token of this kind needs no look at the request at all. */
  isFreeToPass({ scheme }: PresentedCredentials, { cnf }: AccessTokenClaims): boolean {
    return cnf === undefined && scheme === 'Bearer' && (!this.dpop || this.settings.dpop?.mode === 'optional')
  }
}

function bindingsOf(cnf: AccessTokenClaims['cnf']): NonNullable<AccessTokenClaims['cnf']> {
  if (cnf === undefined) return {}
  const known =
    typeof cnf === 'object' &&
    cnf !== null &&
    Object.keys(cnf).length > 0 &&
    Object.entries(cnf).every(([name, value]) => CHECKED_MEMBERS.includes(name) && isThumbprint(value))
  if (known) return cnf
  throw unknownBinding('The access token is bound in a way that this API cannot check.')
}

function isThumbprint(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function unknownBinding(description: string): OAuthError {
  return new OAuthError('invalid_token', {
    description,
    detail: { rule: 'cnf.unknown', reference: 'RFC 7800 §3.1' },
  })
}
