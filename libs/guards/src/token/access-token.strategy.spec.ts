import { createHmac, createPublicKey, createSign, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { IssuerMetadata } from '../issuer/issuer-metadata.js'
import { KeySource } from '../issuer/key-source.js'
import { ResourceServerSettings, type ResourceServerOptions } from '../resource-server-options.js'
import { TestIssuer } from '../testing/test-issuer.js'
import { AccessTokenStrategy } from './access-token.strategy.js'
import type { SignedJwt } from './token-header.js'

const AUDIENCE = 'https://api.example'
const issuer = new TestIssuer()

function strategyFor(change: Partial<ResourceServerOptions> = {}) {
  const settings = new ResourceServerSettings({ ...issuer.optionsFor(AUDIENCE), ...change })
  return new AccessTokenStrategy(settings, new KeySource(settings, new IssuerMetadata(settings)))
}

const verify = (token: string, strategy = strategyFor()) => strategy.verify(token as SignedJwt)

const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const honest = issuer.userToken('person', { audience: AUDIENCE })
const [honestHeader = '', honestPayload = ''] = honest.split('.')
const header = JSON.parse(Buffer.from(honestHeader, 'base64url').toString()) as { kid: string }

describe('AccessTokenStrategy', () => {
  it('answers with the claims of a token signed with ES256', async () => {
    await expect(verify(honest)).resolves.toMatchObject({ sub: 'person', aud: AUDIENCE })
  })

  it('verifies RS256 too (RFC 9068 §4)', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const input = `${segment({ typ: 'at+jwt', alg: 'RS256', kid: 'rsa' })}.${honestPayload}`
    const token = `${input}.${createSign('RSA-SHA256').update(input).sign(privateKey).toString('base64url')}`
    const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'rsa' }] }
    await expect(verify(token, strategyFor({ jwks }))).resolves.toMatchObject({ sub: 'person' })
    await expect(verify(token, strategyFor({ jwks, algorithms: ['ES256'] }))).rejects.toThrow('algorithm')
  })

  it.each([
    ['alg none without a signature', `${segment({ ...header, alg: 'none' })}.${honestPayload}.`],
    [
      'alg none with the honest signature',
      `${segment({ ...header, alg: 'none' })}.${honest.slice(honest.indexOf('.') + 1)}`,
    ],
    ['HS256 with the public key as the secret, PEM', hmacWith(publicKeyAs('pem'))],
    ['HS256 with the public key as the secret, DER', hmacWith(publicKeyAs('der'))],
  ])('refuses %s (RFC 8725 §2.1, §3.1)', async (_, token) => {
    await expect(verify(token)).rejects.toMatchObject({ code: 'invalid_token', status: 401 })
  })

  it.each([
    ['a path', '../../../../dev/null'],
    ['SQL', "' UNION SELECT 'key' --"],
    ['an address', 'https://attacker.example/key.pem'],
    ['a member of Object', '__proto__'],
    ['nothing', ''],
  ])('refuses a kid that is %s (RFC 8725 §3.10)', async (_, kid) => {
    const token = issuer.userToken('person', { audience: AUDIENCE, header: { kid } })
    await expect(verify(token)).rejects.toMatchObject({ code: 'invalid_token' })
  })

  it('uses no key that the token brings along, as jwk, jku, x5u or x5c (RFC 8725 §3.10)', async () => {
    const attacker = new TestIssuer({ issuer: issuer.issuer })
    const brought = {
      jwk: attacker.jwks.keys[0],
      jku: 'https://attacker.example/jwks',
      x5u: 'https://attacker.example/x',
      x5c: ['MIIB'],
    }
    const token = attacker.userToken('person', {
      audience: AUDIENCE,
      header: { ...brought, kid: header.kid },
    })
    await expect(verify(token)).rejects.toThrow('signature')
  })

  it('verifies a token without kid when the issuer has one fitting key, and refuses it when it has two', async () => {
    const rotating = new TestIssuer({ issuer: issuer.issuer })
    const make = () => rotating.userToken('person', { audience: AUDIENCE, header: { kid: undefined } })
    await expect(verify(make(), strategyFor({ jwks: rotating.jwks }))).resolves.toMatchObject({
      sub: 'person',
    })
    rotating.rotate()
    await expect(verify(make(), strategyFor({ jwks: rotating.jwks }))).rejects.toMatchObject({
      code: 'invalid_token',
    })
  })

  it('refuses a payload that is no JSON object', async () => {
    const text = issuer.sign(header, 'text' as unknown as object)
    await expect(verify(text)).rejects.toMatchObject({ code: 'invalid_token' })
  })

  it('judges the claims of a token whose signature holds (RFC 9068 §4)', async () => {
    const foreign = issuer.userToken('person', { audience: 'https://other.example' })
    await expect(verify(foreign)).rejects.toThrow('audience')
    await expect(verify(`${foreign.slice(0, -8)}AAAAAAAA`)).rejects.toThrow('signature')
  })

  it('does not call a token invalid when the fault is ours', async () => {
    const broken = strategyFor({
      now: () => {
        throw new RangeError('the clock is broken')
      },
    })
    await expect(verify(honest, broken)).rejects.toThrow(RangeError)
  })

  it('judges time by the given clock (RFC 7519 §4.1.4)', async () => {
    const later = strategyFor({ now: () => new Date(Date.now() + 931_000) })
    await expect(verify(honest, later)).rejects.toThrow('expired')
  })
})

function publicKeyAs(format: 'pem' | 'der'): string | Buffer {
  const [jwk] = issuer.jwks.keys
  const key = createPublicKey({ key: jwk ?? {}, format: 'jwk' })
  return format === 'pem' ? key.export({ type: 'spki', format }) : key.export({ type: 'spki', format })
}

function hmacWith(secret: string | Buffer): string {
  const input = `${segment({ ...header, alg: 'HS256' })}.${honestPayload}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}
