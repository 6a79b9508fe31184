import { createHash, X509Certificate } from 'node:crypto'
import { OAuthError } from '@gatehouse/protocol'
import type { TokenCarrier } from '../presented-token.js'
import type { ClientCertificateSettings } from './possession-options.js'

const BYTE_SEQUENCE = /^:([A-Za-z0-9+/]+={0,2}):$/
const MAX_HEADER_CHARACTERS = 16_384
const MAX_REMEMBERED = 1_000

/**
 * The certificate that the client showed to the gateway in front of this API.
 *
 * Enforces: the header is believed from the gateway's addresses alone, whatever any forwarding header says.
 *
 * @see RFC 8705 §3, RFC 9440 §2
 */
export class ClientCertificates {
  private readonly thumbprints = new Map<string, string>()

  constructor(private readonly settings: ClientCertificateSettings | undefined) {}

  /** @throws OAuthError `invalid_token` unless the certificate with this SHA-256 thumbprint came with the request */
  assertPresented(request: TokenCarrier, thumbprint: string): void {
    if (!this.settings)
      throw refused('The access token is bound to a certificate, and this API cannot check it.', 'mtls.off')
    const { header, form, from } = this.settings
    const value = request.headers[header]
    const { remoteAddress } = (request.raw ?? request).socket ?? {}
    if (typeof value !== 'string' || !from.has(remoteAddress))
      throw refused(
        'The access token is bound to a certificate, and none came with the request.',
        'mtls.none',
      )
    if (this.thumbprintOf(value, form) !== thumbprint)
      throw refused('The access token is bound to another certificate.', 'mtls.other')
  }

  private thumbprintOf(header: string, form: 'rfc9440' | 'pem'): string | undefined {
    if (header.length > MAX_HEADER_CHARACTERS) return undefined
    const known = this.thumbprints.get(header)
    if (known !== undefined) return known
    const thumbprint = readThumbprint(header, form)
    if (thumbprint === undefined) return undefined
    if (this.thumbprints.size >= MAX_REMEMBERED) this.thumbprints.clear()
    this.thumbprints.set(header, thumbprint)
    return thumbprint
  }
}

/** Base64url of the SHA-256 of the certificate's DER form (RFC 8705 §3.1); undefined where the header holds none. */
function readThumbprint(header: string, form: 'rfc9440' | 'pem'): string | undefined {
  try {
    const encoded = form === 'pem' ? decodeURIComponent(header) : Buffer.from(bytesOf(header), 'base64')
    return createHash('sha256').update(new X509Certificate(encoded).raw).digest('base64url')
  } catch {
    return undefined
  }
}

function bytesOf(header: string): string {
  return BYTE_SEQUENCE.exec(header)?.[1] ?? ''
}

function refused(description: string, rule: string): OAuthError {
  return new OAuthError('invalid_token', { description, detail: { rule, reference: 'RFC 8705 §3' } })
}
