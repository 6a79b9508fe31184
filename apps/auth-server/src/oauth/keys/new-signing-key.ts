import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { NewSigningKey as NewKeyRow } from '@gatehouse/data-access'
import type { SigningAlg } from '@gatehouse/token-types'
import { calculateJwkThumbprint, type JWK } from 'jose'
import type { KeyEncryption } from './key-encryption.js'

const generate = promisify(generateKeyPair)

/** A fresh key pair as JWKs. */
export interface NewSigningKey {
  /** RFC 7638 thumbprint of the public key. */
  kid: string
  publicJwk: JWK
  privateKey: KeyObject
}

/** P-256 for ES256, 2048 bits for RS256 (RFC 7518 §3.3, §3.4). */
export async function newSigningKey(alg: SigningAlg): Promise<NewSigningKey> {
  const { privateKey } =
    alg === 'ES256'
      ? await generate('ec', { namedCurve: 'P-256' })
      : await generate('rsa', { modulusLength: 2048 })
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' }) as JWK
  const kid = await calculateJwkThumbprint(jwk)
  return { kid, publicJwk: { ...jwk, kid, alg, use: 'sig' }, privateKey }
}

/** The row that keeps a key, published and not yet in use; the private half is sealed for its `kid` alone. */
export function sealedKey(
  key: NewSigningKey,
  alg: SigningAlg,
  encryption: KeyEncryption,
  now: Date,
): NewKeyRow {
  const jwk = JSON.stringify(key.privateKey.export({ format: 'jwk' }))
  return {
    kid: key.kid,
    alg,
    status: 'next',
    publicJwk: key.publicJwk,
    sealedPrivateJwk: encryption.seal(Buffer.from(jwk), key.kid),
    createdAt: now,
  }
}
