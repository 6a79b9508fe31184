import { constants, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { signedPayload } from './signed-payload.js'

const PAYLOAD = { sub: 'person' }
const INPUT = ['eyJ0eXAiOiJhdCtqd3QifQ', Buffer.from(JSON.stringify(PAYLOAD)).toString('base64url')].join('.')

const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const other = { ec: ec('P-256'), rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }) }
const P1363 = { dsaEncoding: 'ieee-p1363' } as const
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }

const SIGNERS = [
  ['ES256', 'sha256', ec('P-256'), P1363, other.ec],
  ['ES384', 'sha384', ec('P-384'), P1363, ec('P-384')],
  ['ES512', 'sha512', ec('P-521'), P1363, ec('P-521')],
  ['RS256', 'sha256', rsa, {}, other.rsa],
  ['RS384', 'sha384', rsa, {}, other.rsa],
  ['RS512', 'sha512', rsa, {}, other.rsa],
  ['PS256', 'sha256', rsa, PSS, other.rsa],
  ['PS384', 'sha384', rsa, PSS, other.rsa],
  ['PS512', 'sha512', rsa, PSS, other.rsa],
] as const

function signed(hash: string, privateKey: KeyObject, form: object, input = INPUT): string {
  const signature = sign(hash, Buffer.from(input), { key: privateKey, ...form })
  return `${input}.${signature.toString('base64url')}`
}

/** The first character of one part stands for another value. */
function changed(token: string, part: 0 | 1 | 2): string {
  const parts = token.split('.')
  const text = parts[part] ?? ''
  parts[part] = (text.startsWith('A') ? 'B' : 'A') + text.slice(1)
  return parts.join('.')
}

const [, , es256] = SIGNERS[0]
const ES256 = { alg: 'ES256', key: es256.publicKey } as const

describe.each(SIGNERS)(
  'signedPayload with %s (RFC 7518 §3.1)',
  (alg, hash, { privateKey, publicKey }, form, foreign) => {
    const key = { alg, key: publicKey }
    const token = signed(hash, privateKey, form)

    it('answers with the payload that was signed', () => {
      expect(signedPayload(token, key)).toEqual(PAYLOAD)
    })

    it.each([
      ['another header', changed(token, 0)],
      ['another payload', changed(token, 1)],
      ['another signature', changed(token, 2)],
      ['a signature of another key', signed(hash, foreign.privateKey, form)],
      ['a signature over another hash', signed(hash === 'sha512' ? 'sha256' : 'sha512', privateKey, form)],
      ['a signature that was cut', token.slice(0, -4)],
      ['a signature with more behind it', `${token}AAAA`],
      ['hardly a signature', `${INPUT}.A`],
    ])('refuses %s (RFC 7515 §5.2)', (_, forged) => {
      expect(() => signedPayload(forged, key)).toThrow(
        expect.objectContaining({ code: 'invalid_token', message: expect.stringContaining('signature') }),
      )
    })
  },
)

describe('signedPayload', () => {
  it('refuses an ECDSA signature in DER (RFC 7518 §3.4)', () => {
    expect(() => signedPayload(signed('sha256', es256.privateKey, { dsaEncoding: 'der' }), ES256)).toThrow(
      'signature',
    )
  })

  it('refuses a signature of zeros', () => {
    expect(() => signedPayload(`${INPUT}.${'A'.repeat(86)}`, ES256)).toThrow('signature')
  })

  it('takes no signature of one RSA algorithm for one of another (RFC 8725 §3.1)', () => {
    const key = rsa.publicKey
    expect(() => signedPayload(signed('sha256', rsa.privateKey, {}), { alg: 'PS256', key })).toThrow(
      'signature',
    )
    expect(() => signedPayload(signed('sha256', rsa.privateKey, PSS), { alg: 'RS256', key })).toThrow(
      'signature',
    )
  })

  it('refuses a PSS signature with a salt of another length (RFC 7518 §3.5)', () => {
    const token = signed('sha256', rsa.privateKey, { ...PSS, saltLength: 20 })
    expect(() => signedPayload(token, { alg: 'PS256', key: rsa.publicKey })).toThrow('signature')
  })

  it('refuses a payload that is no JSON, once the signature holds, and reads none before', () => {
    const input = `e30.${Buffer.from('{"sub":').toString('base64url')}`
    const token = signed('sha256', es256.privateKey, P1363, input)
    expect(() => signedPayload(token, ES256)).toThrow('not JSON')
    expect(() => signedPayload(changed(token, 2), ES256)).toThrow('signature')
  })
})
