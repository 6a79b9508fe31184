import { Injectable } from '@nestjs/common'
import {
  ClientStore,
  REGISTRATION_LAG_SECONDS,
  ResourceStore,
  type ClientRecord,
  type ResourceRecord,
} from '@gatehouse/data-access'
import { Clock } from '../../config/clock.js'

/** How long a client or resource read from the database is trusted, in milliseconds; a second is left for slow requests. */
const FRESH_FOR_MS = (REGISTRATION_LAG_SECONDS - 1) * 1000
/** Entries kept; beyond it the cache starts anew. */
const MAX_ENTRIES = 10_000

/**
 * The registered clients and resources, kept in memory for a moment: every token request needs them, and a query for
 * each would double its cost. A client that is switched off counts as unknown.
 */
@Injectable()
export class ClientRegistry {
  private readonly clients = new Cache<ClientRecord>()
  private readonly resources = new Cache<ResourceRecord>()

  constructor(
    private readonly clientStore: ClientStore,
    private readonly resourceStore: ResourceStore,
    private readonly clock: Clock,
  ) {}

  /** The client, or undefined when there is none or it is switched off. */
  async find(clientId: string): Promise<ClientRecord | undefined> {
    const client = await this.clients.get(clientId, this.clock.now(), () => this.clientStore.find(clientId))
    return client?.disabledAt ? undefined : client
  }

  async findResource(identifier: string): Promise<ResourceRecord | undefined> {
    return this.resources.get(identifier, this.clock.now(), () => this.resourceStore.find(identifier))
  }
}

/** Remembers what was found, never what was not: a new client works at once. */
class Cache<T> {
  private readonly entries = new Map<string, { value: T; until: number }>()
  private readonly loading = new Map<string, Promise<T | undefined>>()

  /** Everybody who misses the same entry at the same time waits for one query. */
  async get(key: string, now: Date, load: () => Promise<T | undefined>): Promise<T | undefined> {
    const known = this.entries.get(key)
    if (known && known.until > now.getTime()) return known.value
    let loading = this.loading.get(key)
    if (!loading) {
      loading = this.load(key, now, load).finally(() => this.loading.delete(key))
      this.loading.set(key, loading)
    }
    return loading
  }

  private async load(key: string, now: Date, load: () => Promise<T | undefined>): Promise<T | undefined> {
    const value = await load()
    if (this.entries.size >= MAX_ENTRIES) this.entries.clear()
    if (value) this.entries.set(key, { value, until: now.getTime() + FRESH_FOR_MS })
    else this.entries.delete(key)
    return value
  }
}
