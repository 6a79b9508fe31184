import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common'
import { SigningKeyStore, type SigningKey } from '@gatehouse/data-access'
import { SIGNING_ALGS, type SigningAlg } from '@gatehouse/token-types'
import type { JSONWebKeySet, JWK } from 'jose'
import { Clock } from '../../config/clock.js'
import { KeyEncryption } from './key-encryption.js'
import { newSigningKey, sealedKey } from './new-signing-key.js'

/** A key as the hot path needs it: imported once. */
export interface LoadedKey {
  kid: string
  alg: SigningAlg
  publicKey: KeyObject
  privateKey: KeyObject
}

/** Not more often than this does an unknown `kid` make us ask the database, in milliseconds. */
const COOLDOWN_MS = 1_000
/** What other servers changed is seen after this long, in milliseconds. The hot path never waits for it. */
const LOOK_EVERY_MS = 1_000

/**
 * The keys that sign tokens: one active key for each algorithm, and those before it for as long as tokens live.
 * Made at the first start; sealed in the database; held imported in memory.
 */
@Injectable()
export class Keyring implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('keys')
  private keys = new Map<string, LoadedKey>()
  private active = new Map<SigningAlg, LoadedKey>()
  private jwks: JSONWebKeySet = { keys: [] }
  /** Which keys were loaded in which state. */
  private loaded = ''
  private missedAt = 0
  private loading: Promise<void> | undefined
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly store: SigningKeyStore,
    private readonly encryption: KeyEncryption,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.load()
    for (const alg of SIGNING_ALGS) if (!this.active.has(alg)) await this.create(alg)
    await this.load()
    await this.resealUnderCurrentKey()
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS)
    this.timer.unref()
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer)
    await this.loading?.catch(() => undefined)
  }

  /** The key that signs now. */
  signingKey(alg: SigningAlg): LoadedKey {
    const key = this.active.get(alg)
    if (!key) throw new Error(`There is no active ${alg} key`)
    return key
  }

  /** The key with this id, asked of the database when another server may have made it. */
  async find(kid: string): Promise<LoadedKey | undefined> {
    const now = this.clock.now().getTime()
    if (!this.keys.has(kid) && now - this.missedAt > COOLDOWN_MS) {
      this.missedAt = now
      await this.reload()
    }
    return this.keys.get(kid)
  }

  /** What `/.well-known/jwks.json` shows (RFC 7517 §5). */
  publicKeys(): JSONWebKeySet {
    return this.jwks
  }

  /** Reads the keys anew, after this server changed them. */
  async reload(): Promise<void> {
    // A reading that is under way may have begun before the change.
    await this.loading?.catch(() => undefined)
    this.loading ??= this.load().finally(() => (this.loading = undefined))
    await this.loading
  }

  /** What went wrong is said and tried again: the keys that were loaded go on. */
  private async look(): Promise<void> {
    if (this.loading) return
    this.loading = this.load().finally(() => (this.loading = undefined))
    await this.loading.catch((error: unknown) =>
      this.logger.warn({ msg: 'Signing keys cannot be read', error: String(error) }),
    )
  }

  private async create(alg: SigningAlg): Promise<void> {
    const key = await newSigningKey(alg)
    const now = this.clock.now()
    const row = sealedKey(key, alg, this.encryption, now)
    await this.store.addIfNone(alg, { ...row, status: 'active', activatedAt: now })
  }

  /** After a change of the key-encryption key: what the previous one sealed is sealed anew. */
  private async resealUnderCurrentKey(): Promise<void> {
    for (const { kid, sealedPrivateJwk } of await this.store.list()) {
      if (this.encryption.isCurrent(sealedPrivateJwk)) continue
      await this.store.reseal(kid, this.encryption.seal(this.encryption.open(sealedPrivateJwk, kid), kid))
    }
  }

  private async load(): Promise<void> {
    const rows = await this.store.list()
    const state = rows.map(({ kid, status }) => `${kid} ${status}`).join()
    if (state === this.loaded) return
    const loaded = rows.map((row) => ({ row, key: this.open(row) }))
    this.keys = new Map(loaded.map(({ key }) => [key.kid, key]))
    this.active = new Map(
      loaded.filter(({ row }) => row.status === 'active').map(({ key }) => [key.alg, key]),
    )
    this.jwks = { keys: rows.map((row) => row.publicJwk as unknown as JWK) }
    this.loaded = state
  }

  private open(row: SigningKey): LoadedKey {
    const known = this.keys.get(row.kid)
    if (known) return known
    const jwk = JSON.parse(this.encryption.open(row.sealedPrivateJwk, row.kid).toString('utf8')) as Record<
      string,
      string
    >
    const privateKey = createPrivateKey({ key: jwk, format: 'jwk' })
    return { kid: row.kid, alg: row.alg as SigningAlg, privateKey, publicKey: createPublicKey(privateKey) }
  }
}
