import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto'
import type { DpopExpectation } from './dpop-rules.js'

/** The moment of every test. */
export const NOW = new Date('2026-01-01T00:00:00Z')
export const AT_TOKEN_ENDPOINT: DpopExpectation = {
  method: 'POST',
  url: 'https://id.example/oauth2/token',
  now: NOW,
}

/** A key pair and the header of its proofs. */
export interface ProofKey {
  alg: string
  privateKey: KeyObject
  publicJwk: Record<string, unknown>
}

export const EC_KEY = proofKey('ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }))
export const KEYS: ProofKey[] = [
  EC_KEY,
  proofKey('ES384', generateKeyPairSync('ec', { namedCurve: 'P-384' })),
  proofKey('EdDSA', generateKeyPairSync('ed25519')),
  ...['RS256', 'PS256'].map((alg) => proofKey(alg, generateKeyPairSync('rsa', { modulusLength: 2048 }))),
]

export function proofKey(alg: string, pair: { privateKey: KeyObject; publicKey: KeyObject }): ProofKey {
  return { alg, privateKey: pair.privateKey, publicJwk: { ...pair.publicKey.export({ format: 'jwk' }) } }
}

/** A right proof for `AT_TOKEN_ENDPOINT`, but for what is changed; undefined leaves a member out. */
export function aProof(
  change: { payload?: object; header?: object; key?: ProofKey; signature?: string } = {},
): string {
  const key = change.key ?? EC_KEY
  const header = { typ: 'dpop+jwt', alg: key.alg, jwk: key.publicJwk, ...change.header }
  const payload = {
    jti: randomUUID(),
    htm: AT_TOKEN_ENDPOINT.method,
    htu: AT_TOKEN_ENDPOINT.url,
    iat: NOW.getTime() / 1000,
    ...change.payload,
  }
  const input = `${encoded(header)}.${encoded(payload)}`
  return `${input}.${change.signature ?? signatureOf(key, input)}`
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function signatureOf({ alg, privateKey }: ProofKey, input: string): string {
  const hash = alg === 'EdDSA' ? null : `sha${alg.slice(2)}`
  const pss = alg === 'PS256' ? { padding: 6, saltLength: 32 } : {}
  const options = { key: privateKey, dsaEncoding: 'ieee-p1363' as const, ...pss }
  return sign(hash, Buffer.from(input), options).toString('base64url')
}
