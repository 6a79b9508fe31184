import { describe, expect, it } from '@jest/globals'
import { testKey } from '@gatehouse/testing'
import { SignJWT } from 'jose'
import type { SigningAlg } from '@gatehouse/token-types'
import { VerifiedSignatures } from './verified-signatures.js'

const keyOf = (alg: SigningAlg, kid: string) => ({ ...testKey(alg, kid), alg })
const ES = keyOf('ES256', 'es')
const RS = keyOf('RS256', 'rs')
const OTHER = keyOf('ES256', 'other')

const signed = ({ alg, privateKey }: typeof ES) =>
  new SignJWT({ sub: 'ada' }).setProtectedHeader({ alg }).sign(privateKey)

describe('VerifiedSignatures (RFC 7515 §5.2)', () => {
  it.each([ES, RS])(
    'gives the payload of a token that the key signed, the first time and later: $alg',
    async (key) => {
      const signatures = new VerifiedSignatures()
      const token = await signed(key)
      for (let time = 1; time <= 2; time += 1)
        expect(signatures.payloadOf(token, key)).toEqual({ sub: 'ada' })
    },
  )

  it('gives nothing for another key, also when the right one verified the token before', async () => {
    const signatures = new VerifiedSignatures()
    const token = await signed(ES)
    expect(signatures.payloadOf(token, OTHER)).toBeUndefined()
    expect(signatures.payloadOf(token, ES)).toBeDefined()
    expect(signatures.payloadOf(token, OTHER)).toBeUndefined()
    // The same id with new key material, as after a restored database.
    expect(signatures.payloadOf(token, { ...OTHER, kid: ES.kid })).toBeUndefined()
  })

  it('gives nothing for a token that was changed, however little, after the true one was remembered', async () => {
    const signatures = new VerifiedSignatures()
    const token = await signed(ES)
    signatures.payloadOf(token, ES)
    const [head, , signature] = token.split('.')
    const payload = Buffer.from('{"sub":"eve"}').toString('base64url')
    const spellings = [`${head}.${payload}.${signature}`, `${token}=`, `${token}!`, `${token}.`, ` ${token}`]
    for (const text of spellings) expect(signatures.payloadOf(text, ES)).toBeUndefined()
  })
})
