import { Controller, Get, type OnModuleInit } from '@nestjs/common'
import { HttpAdapterHost } from '@nestjs/core'
import { Settings } from '../../../config/settings.js'
import { Answer } from '../../../http/answer.js'
import type { HttpServer } from '../../../http/http-server.js'
import { Incoming, IncomingRequest } from '../../../http/incoming-request.js'
import { PreparedDocument } from '../../../http/prepared-document.js'
import { ProtocolRoute } from '../../../http/protection.js'
import { Grants } from '../../grants/grants.js'
import { Keyring } from '../../keys/keyring.js'
import { serverMetadata } from './server-metadata.js'

/**
 * Metadata (OIDC Discovery §4, RFC 8414 §3) and keys (RFC 7517 §5), as bytes prepared beforehand: offered where requests
 * arrive, and at routes for whoever asks by HEAD or with a query.
 */
@Controller('.well-known')
export class MetadataController implements OnModuleInit {
  private readonly metadata: PreparedDocument
  private keys: { source: object; document: PreparedDocument } | undefined

  constructor(
    settings: Settings,
    grants: Grants,
    private readonly keyring: Keyring,
    private readonly adapterHost: HttpAdapterHost<HttpServer>,
  ) {
    this.metadata = new PreparedDocument(serverMetadata(settings, grants.types), 'application/json', 300)
  }

  onModuleInit(): void {
    const { openDocuments } = this.adapterHost.httpAdapter
    openDocuments.offer('/.well-known/openid-configuration', () => this.metadata)
    openDocuments.offer('/.well-known/oauth-authorization-server', () => this.metadata)
    openDocuments.offer('/.well-known/jwks.json', () => this.currentKeys())
  }

  @Get('openid-configuration')
  @ProtocolRoute('public')
  openidConfiguration(@Incoming() request: IncomingRequest): Answer {
    return this.metadata.answerTo(request.header('if-none-match'))
  }

  @Get('oauth-authorization-server')
  @ProtocolRoute('public')
  authorizationServer(@Incoming() request: IncomingRequest): Answer {
    return this.metadata.answerTo(request.header('if-none-match'))
  }

  @Get('jwks.json')
  @ProtocolRoute('public')
  jwks(@Incoming() request: IncomingRequest): Answer {
    return this.currentKeys().answerTo(request.header('if-none-match'))
  }

  private currentKeys(): PreparedDocument {
    const source = this.keyring.publicKeys()
    if (this.keys?.source !== source) {
      this.keys = { source, document: new PreparedDocument(source, 'application/jwk-set+json', 300) }
    }
    return this.keys.document
  }
}
