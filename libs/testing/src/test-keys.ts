import { generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto'

/** A key pair for tests, with both halves in the forms that the code under test wants. */
export interface TestKey {
  kid: string
  alg: 'ES256' | 'RS256'
  privateKey: KeyObject
  publicKey: KeyObject
  /** The public half with `kid`, `alg` and `use`. */
  publicJwk: JsonWebKey & { kid: string; alg: string; use: 'sig' }
}

const made = new Map<string, TestKey>()

/** The key of this algorithm and id; made at the first call, the same at every later one of the process. */
export function testKey(alg: TestKey['alg'], kid = `test-${alg.toLowerCase()}`): TestKey {
  const known = made.get(`${alg} ${kid}`)
  if (known) return known
  const { privateKey, publicKey } =
    alg === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 })
  const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' as const }
  const key: TestKey = { kid, alg, privateKey, publicKey, publicJwk }
  made.set(`${alg} ${kid}`, key)
  return key
}
