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
    'gives the payload of a token that the key signed, and remembers it: $alg',
    async (key) => {
      const signatures = new VerifiedSignatures()
      const token = await signed(key)
      expect(signatures.find(token)).toBeUndefined()
      expect(signatures.verify(token, key)).toEqual({ sub: 'ada' })
      expect(signatures.find(token)).toEqual({ key, payload: { sub: 'ada' } })
    },
  )

  it('knows a token that was signed here without verifying it, with the key of its signature', async () => {
    const signatures = new VerifiedSignatures()
    const token = await signed(ES)
    signatures.add(token, ES)
    for (let time = 1; time <= 2; time += 1)
      expect(signatures.find(token)).toEqual({ key: ES, payload: { sub: 'ada' } })
  })

  it('gives nothing for another key, and remembers nothing of it', async () => {
    const signatures = new VerifiedSignatures()
    const token = await signed(ES)
    expect(signatures.verify(token, OTHER)).toBeUndefined()
    // The same id with new key material, as after a restored database.
    expect(signatures.verify(token, { ...OTHER, kid: ES.kid })).toBeUndefined()
    expect(signatures.find(token)).toBeUndefined()
  })

  it.each(['verified', 'signed here'])(
    'gives nothing for a changed spelling of a token that was %s',
    async (how) => {
      const signatures = new VerifiedSignatures()
      const token = await signed(ES)
      if (how === 'verified') signatures.verify(token, ES)
      else signatures.add(token, ES)
      const [head, , signature] = token.split('.')
      const payload = Buffer.from('{"sub":"eve"}').toString('base64url')
      const spellings = [
        `${head}.${payload}.${signature}`,
        `${token}=`,
        `${token}!`,
        `${token}.`,
        ` ${token}`,
      ]
      for (const text of spellings) {
        expect(signatures.find(text)).toBeUndefined()
        expect(signatures.verify(text, ES)).toBeUndefined()
      }
    },
  )
})
