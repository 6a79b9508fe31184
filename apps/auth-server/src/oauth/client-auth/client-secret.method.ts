import type { ClientRecord } from '@gatehouse/data-access'
import { equalBytes, parseBasicCredentials, sha256, type BasicCredentials } from '@gatehouse/protocol'
import { Injectable } from '@nestjs/common'
import { ClientStore } from '@gatehouse/data-access'
import {
  clientRefused,
  type ClientAuthenticationMethod,
  type PresentedCredentials,
} from './client-auth-method.js'

/**
 * Compares a secret with every secret of the client that still lives, and notes which one is in use.
 * Secrets are 256 random bits, so one SHA-256 is as good as a slow hash (RFC 6749 §10.10).
 */
@Injectable()
export class ClientSecrets {
  constructor(private readonly clients: ClientStore) {}

  /** @throws OAuthError invalid_client when no living secret matches */
  async verify(client: ClientRecord, secret: string, now: Date): Promise<void> {
    const digest = sha256(secret)
    const match = client.secrets.filter((candidate) => equalBytes(candidate.digest, digest))[0]
    if (!match) throw clientRefused('client_secret.mismatch', { mend: 'Check the secret, or add a new one' })
    if (match.expiresAt && match.expiresAt <= now) {
      throw clientRefused('client_secret.expired', {
        got: `secret ${match.hint}… expired ${match.expiresAt.toISOString()}`,
      })
    }
    if (!match.lastUsedAt || now.getTime() - match.lastUsedAt.getTime() > 60_000) {
      match.lastUsedAt = now
      await this.clients.markSecretUsed(match.id, now)
    }
  }
}

/** The header's content, once it was read for a request. */
const PARSED = Symbol('Basic credentials')

/** `client_secret_basic` (RFC 6749 §2.3.1): HTTP Basic with both halves form-encoded. */
@Injectable()
export class ClientSecretBasic implements ClientAuthenticationMethod {
  readonly name = 'client_secret_basic'

  constructor(private readonly secrets: ClientSecrets) {}

  isPresented({ authorization }: PresentedCredentials): boolean {
    return authorization !== undefined
  }

  clientId(credentials: PresentedCredentials): string {
    return this.read(credentials).clientId
  }

  async verify(credentials: PresentedCredentials, client: ClientRecord, now: Date): Promise<void> {
    await this.secrets.verify(client, this.read(credentials).clientSecret, now)
  }

  private read(credentials: PresentedCredentials & { [PARSED]?: BasicCredentials }): BasicCredentials {
    const known = credentials[PARSED]
    if (known) return known
    const read = parseBasicCredentials(credentials.authorization ?? '')
    if (!read) throw clientRefused('client_secret_basic.malformed', { expected: 'Authorization: Basic …' })
    return (credentials[PARSED] = read)
  }
}

/** `client_secret_post` (RFC 6749 §2.3.1): id and secret in the form. */
@Injectable()
export class ClientSecretPost implements ClientAuthenticationMethod {
  readonly name = 'client_secret_post'

  constructor(private readonly secrets: ClientSecrets) {}

  isPresented({ parameters }: PresentedCredentials): boolean {
    return parameters.get('client_secret') !== undefined
  }

  clientId({ parameters }: PresentedCredentials): string {
    const clientId = parameters.get('client_id')
    if (!clientId) throw clientRefused('client_secret_post.no_client_id')
    return clientId
  }

  async verify({ parameters }: PresentedCredentials, client: ClientRecord, now: Date): Promise<void> {
    await this.secrets.verify(client, parameters.require('client_secret'), now)
  }
}
