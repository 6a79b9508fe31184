import { Injectable } from '@nestjs/common'
import type { ClientRecord } from '@gatehouse/data-access'
import { createLocalJWKSet, errors, type CryptoKey, type JSONWebKeySet, type JWSHeaderParameters } from 'jose'
import { Clock } from '../../config/clock.js'
import { Settings } from '../../config/settings.js'
import { clientRefused } from './client-auth-method.js'
import { fetchJson } from './fetch-json.js'

/** How long fetched keys are used without asking again, and how soon an unknown `kid` may ask again, in milliseconds. */
const FRESH_FOR_MS = 600_000
const COOLDOWN_MS = 30_000
/** How soon an address that did not answer is asked again: whoever knows a client's id can make the server ask. */
const RETRY_AFTER_MS = 2_000

interface FetchedKeys {
  keys: JSONWebKeySet
  fetchedAt: number
}

/**
 * The public keys of clients: registered by value, or fetched from the client's `jwks_uri`.
 *
 * *Enforces*: a `kid` is looked up among this one client's keys; an unknown one asks the client again, one flight at
 * a time and not more often than each 30 seconds; an address that fails is left alone for 2 seconds.
 */
@Injectable()
export class ClientKeys {
  private readonly fetched = new Map<string, FetchedKeys>()
  private readonly failedAt = new Map<string, number>()
  private readonly flights = new Map<string, Promise<FetchedKeys>>()

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** @throws OAuthError invalid_client when no key of the client fits */
  async find(client: ClientRecord, header: JWSHeaderParameters): Promise<CryptoKey> {
    if (client.jwks) return select(client.jwks as unknown as JSONWebKeySet, header)
    if (!client.jwksUri) throw clientRefused('client_keys.none', { mend: 'Register jwks or jwks_uri' })
    const known = await this.current(client.jwksUri)
    try {
      return await select(known.keys, header)
    } catch (error) {
      if (this.clock.now().getTime() - known.fetchedAt < COOLDOWN_MS) throw error
      return select((await this.fetch(client.jwksUri)).keys, header)
    }
  }

  private async current(uri: string): Promise<FetchedKeys> {
    const known = this.fetched.get(uri)
    return known && this.clock.now().getTime() - known.fetchedAt < FRESH_FOR_MS ? known : this.fetch(uri)
  }

  private fetch(uri: string): Promise<FetchedKeys> {
    const flight = this.flights.get(uri)
    if (flight) return flight
    const failedAt = this.failedAt.get(uri) ?? -Infinity
    if (this.clock.now().getTime() - failedAt < RETRY_AFTER_MS) {
      return Promise.reject(clientRefused('client_keys.unreachable', { got: 'no answer a moment ago' }))
    }
    const started = fetchJson(uri, { publicAddressesOnly: this.settings.production })
      .then((keys) => {
        const fetched = { keys: keys as JSONWebKeySet, fetchedAt: this.clock.now().getTime() }
        this.fetched.set(uri, fetched)
        this.failedAt.delete(uri)
        return fetched
      })
      .catch((cause: unknown) => {
        this.failedAt.set(uri, this.clock.now().getTime())
        throw clientRefused('client_keys.unreachable', { got: (cause as Error).message })
      })
      .finally(() => this.flights.delete(uri))
    this.flights.set(uri, started)
    return started
  }
}

async function select(keys: JSONWebKeySet, header: JWSHeaderParameters): Promise<CryptoKey> {
  try {
    return await createLocalJWKSet(keys)(header)
  } catch (cause) {
    if (cause instanceof errors.JOSEError) throw clientRefused('client_keys.no_match', { got: cause.message })
    throw clientRefused('client_keys.malformed')
  }
}
