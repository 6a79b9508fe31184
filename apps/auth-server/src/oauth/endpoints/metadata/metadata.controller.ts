import { Controller, Get } from '@nestjs/common'
import { Settings } from '../../../config/settings.js'
import { Answer } from '../../../http/answer.js'
import { Incoming, IncomingRequest } from '../../../http/incoming-request.js'
import { ProtocolRoute } from '../../../http/protection.js'
import { Grants } from '../../grants/grants.js'
import { Keyring } from '../../keys/keyring.js'
import { PreparedDocument } from './prepared-document.js'
import { serverMetadata } from './server-metadata.js'

/** Metadata (OIDC Discovery §4, RFC 8414 §3) and keys (RFC 7517 §5), as bytes prepared beforehand. */
@Controller('.well-known')
export class MetadataController {
  private readonly metadata: PreparedDocument
  private keys: { source: object; document: PreparedDocument } | undefined

  constructor(
    settings: Settings,
    grants: Grants,
    private readonly keyring: Keyring,
  ) {
    this.metadata = new PreparedDocument(serverMetadata(settings, grants.types), 'application/json', 300)
  }

  @Get('openid-configuration')
  @ProtocolRoute('public')
  openidConfiguration(@Incoming() request: IncomingRequest): Answer {
    return this.metadata.answer(request)
  }

  @Get('oauth-authorization-server')
  @ProtocolRoute('public')
  authorizationServer(@Incoming() request: IncomingRequest): Answer {
    return this.metadata.answer(request)
  }

  @Get('jwks.json')
  @ProtocolRoute('public')
  jwks(@Incoming() request: IncomingRequest): Answer {
    const source = this.keyring.publicKeys()
    if (this.keys?.source !== source) {
      this.keys = { source, document: new PreparedDocument(source, 'application/jwk-set+json', 300) }
    }
    return this.keys.document.answer(request)
  }
}
