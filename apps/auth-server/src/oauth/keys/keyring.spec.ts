import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type SigningKeyStore, type NewSigningKey, type SigningKey } from '@gatehouse/data-access'
import { FakeClock } from '@gatehouse/testing'
import { someSettings, standIn } from '../records.fixture.js'
import { CannotOpen, KeyEncryption } from './key-encryption.js'
import { Keyring } from './keyring.js'

const [FIRST, SECOND] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')]

/** The table of keys, and how often it was read. */
let rows: SigningKey[]
let reads: number
let clock: FakeClock
let rings: Keyring[] = []
beforeEach(() => {
  rows = []
  reads = 0
  clock = new FakeClock()
})

afterEach(async () => {
  for (const ring of rings) await ring.onApplicationShutdown()
  rings = []
})

function row(key: NewSigningKey): SigningKey {
  return { activatedAt: null, retiredAt: null, ...key } as SigningKey
}

const store = standIn<SigningKeyStore>({
  list: async () => {
    reads += 1
    return rows.filter(({ status }) => status !== 'retired')
  },
  addIfNone: async (alg, key) => {
    if (!rows.some((known) => known.alg === alg && known.status === 'active')) rows.push(row(key))
  },
  reseal: async (kid, sealedPrivateJwk) => {
    rows = rows.map((known) =>
      known.kid === kid ? { ...known, sealedPrivateJwk: new Uint8Array(sealedPrivateJwk) } : known,
    )
  },
})

async function keyring(current = FIRST, previous?: string): Promise<Keyring> {
  const settings = someSettings({
    GATEHOUSE_KEY_ENCRYPTION_KEY: current,
    ...(previous ? { GATEHOUSE_PREVIOUS_KEY_ENCRYPTION_KEY: previous } : {}),
  })
  const made = new Keyring(store, new KeyEncryption(settings), clock)
  rings.push(made)
  await made.onModuleInit()
  return made
}

describe('Keyring', () => {
  it('makes one key for each algorithm at the first start, and keeps them at the second (RFC 7517 §5)', async () => {
    const first = await keyring()
    expect(rows.map(({ alg, status }) => [alg, status])).toEqual([
      ['ES256', 'active'],
      ['RS256', 'active'],
    ])
    const second = await keyring()
    expect(second.publicKeys()).toEqual(first.publicKeys())
    expect(second.signingKey('ES256').kid).toBe(first.signingKey('ES256').kid)
  })

  it('stores the private half sealed alone', async () => {
    const kept = (await keyring()).signingKey('ES256').privateKey.export({ format: 'jwk' })
    const dump = Buffer.concat(rows.map(({ sealedPrivateJwk }) => Buffer.from(sealedPrivateJwk))).toString(
      'latin1',
    )
    expect(dump).not.toContain(kept.d)
    expect(JSON.stringify(rows.map(({ publicJwk }) => publicJwk))).not.toContain(kept.d)
  })

  it('does not start on keys that it cannot open', async () => {
    await keyring(FIRST)
    await expect(keyring(SECOND)).rejects.toThrow(CannotOpen)
  })

  it('does not start on a key whose row was exchanged', async () => {
    await keyring()
    const [one, two] = rows
    rows = [{ ...one, sealedPrivateJwk: two?.sealedPrivateJwk } as SigningKey]
    await expect(keyring()).rejects.toThrow(CannotOpen)
  })

  it('seals anew what the previous key-encryption key sealed, so that it can be taken away', async () => {
    const before = (await keyring(FIRST)).signingKey('RS256').kid
    await keyring(SECOND, FIRST)
    expect((await keyring(SECOND)).signingKey('RS256').kid).toBe(before)
  })

  it('finds a key that another server made, but asks for an unknown one at most each second', async () => {
    const ring = await keyring()
    rows = rows.filter(({ alg }) => alg !== 'ES256')
    const other = (await keyring()).signingKey('ES256').kid
    expect(await ring.find(other)).toMatchObject({ kid: other, alg: 'ES256' })
    reads = 0
    clock.advance(2)
    for (let at = 0; at < 10; at += 1) await ring.find(`unknown ${at}`)
    clock.advance(1)
    await ring.find('unknown')
    expect(reads).toBe(1)
    clock.advance(1)
    await ring.find('unknown')
    expect(reads).toBe(2)
  })

  it('verifies with a retiring key but signs with the active one, and forgets a retired one', async () => {
    const ring = await keyring()
    const old = ring.signingKey('ES256').kid
    rows = rows.map((known) => (known.kid === old ? { ...known, status: 'retiring' } : known))
    const next = await keyring()
    expect(next.signingKey('ES256').kid).not.toBe(old)
    expect(await next.find(old)).toBeDefined()
    rows = rows.map((known) => (known.kid === old ? { ...known, status: 'retired' } : known))
    expect(await (await keyring()).find(old)).toBeUndefined()
  })
})
