import { describe, expect, it } from '@jest/globals'
import { testKey } from '@gatehouse/testing'
import { compactVerify, decodeProtectedHeader, jwtVerify } from 'jose'
import type { SigningAlg } from '@gatehouse/token-types'
import type { Keyring } from '../keys/keyring.js'
import { standIn } from '../records.fixture.js'
import { JwtSigner } from './jwt-signer.js'
import { VerifiedSignatures } from './verified-signatures.js'

const KEYS = { ES256: testKey('ES256', 'es'), RS256: testKey('RS256', 'rs') }
const active = new Map(
  Object.entries(KEYS).map(([alg, key]) => [alg, { ...key, alg: alg as SigningAlg }] as const),
)

function signerWith(keys = active, signatures = new VerifiedSignatures()): JwtSigner {
  return new JwtSigner(
    standIn<Keyring>({
      signingKey: (alg) => {
        const key = keys.get(alg)
        if (!key) throw new Error(`no ${alg}`)
        return key
      },
    }),
    signatures,
  )
}

describe('JwtSigner (RFC 7515 §7.1)', () => {
  it.each(['ES256', 'RS256'] as const)('makes a JWT that another library verifies: %s', async (alg) => {
    const token = await signerWith().sign(alg, 'at+jwt', { iat: 1, ...{ name: 'Zoë 🌍', roles: ['a'] } })
    const { payload, protectedHeader } = await jwtVerify(token, KEYS[alg].publicKey, { algorithms: [alg] })
    expect(payload).toEqual({ iat: 1, name: 'Zoë 🌍', roles: ['a'] })
    expect(protectedHeader).toEqual({ alg, typ: 'at+jwt', kid: KEYS[alg].kid })
  })

  it('signs ES256 with 64 bytes, as JWS has it and not ASN.1 (RFC 7518 §3.4)', async () => {
    for (let count = 0; count < 20; count += 1) {
      const token = await signerWith().sign('ES256', 'JWT', { iat: count })
      expect(Buffer.from(token.split('.')[2] ?? '', 'base64url')).toHaveLength(64)
    }
  })

  it('remembers an access token as signed here, and no ID token, which is no credential', async () => {
    const signatures = new VerifiedSignatures()
    const signer = signerWith(active, signatures)
    const access = await signer.sign('ES256', 'at+jwt', { iat: 1 })
    const id = await signer.sign('ES256', 'JWT', { iat: 1 })
    expect(signatures.find(access)).toEqual({ key: active.get('ES256'), payload: { iat: 1 } })
    expect(signatures.find(id)).toBeUndefined()
  })

  it('names each type and each key in its own header (RFC 8725 §3.11)', async () => {
    const signer = signerWith()
    const [access, id] = [
      await signer.sign('ES256', 'at+jwt', { iat: 1 }),
      await signer.sign('ES256', 'JWT', { iat: 1 }),
    ]
    expect([access, id].map((token) => decodeProtectedHeader(token).typ)).toEqual(['at+jwt', 'JWT'])
  })

  it('goes over to another key with its own id as soon as that is the active one', async () => {
    const keys = new Map(active)
    const signer = signerWith(keys)
    await signer.sign('ES256', 'JWT', { iat: 1 })
    const next = { ...testKey('ES256', 'next'), alg: 'ES256' as const }
    keys.set('ES256', next)
    const token = await signer.sign('ES256', 'JWT', { iat: 1 })
    expect(decodeProtectedHeader(token).kid).toBe(next.kid)
    await expect(compactVerify(token, next.publicKey)).resolves.toBeDefined()
    await expect(compactVerify(token, KEYS.ES256.publicKey)).rejects.toThrow()
  })
})
