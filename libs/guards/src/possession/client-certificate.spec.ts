import { createHash, X509Certificate } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { ClientCertificates } from './client-certificate.js'
import { clientCertificateSettings, type ClientCertificateOptions } from './possession-options.js'
import { TrustedAddresses } from './trusted-addresses.js'

/** Self-signed, for tests alone; nobody has its private key. */
const CERTIFICATE = [
  '-----BEGIN CERTIFICATE-----',
  'MIIBeTCCAR+gAwIBAgIUVLLggluZjpli1cdwVF0MJH4xr5MwCgYIKoZIzj0EAwIw',
  'ETEPMA0GA1UEAwwGY2xpZW50MCAXDTI2MTEyMTA1MjQxOVoYDzIxMjYxMDI4MDUy',
  'NDE5WjARMQ8wDQYDVQQDDAZjbGllbnQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC',
  'AATihG8UYEhW6tqSN8N71N95xQQYNJMF2wfYbEXj0fetvPs3exeMBbkyXWRNYlnW',
  'y9UBXn4P0J8zlWgKYmkvbfx5o1MwUTAdBgNVHQ4EFgQUhQ7dvGgWYGwGAp1CC15D',
  'BB2XG/IwHwYDVR0jBBgwFoAUhQ7dvGgWYGwGAp1CC15DBB2XG/IwDwYDVR0TAQH/',
  'BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAh1Vz00zlNMWSGPuQqTs0YRHDRLZI',
  'UT9S4fcR1WHeJDACIFpxBOAgindUvt3kyOqV0eWbN9q3kNn6Jlj+zSg/qcDT',
  '-----END CERTIFICATE-----',
].join('\n')

const x509 = new X509Certificate(CERTIFICATE)
const der = x509.raw
const thumbprint = createHash('sha256').update(der).digest('base64url')
const GATEWAY = '10.1.2.3'

function assertPresented(
  headers: Record<string, string | string[]>,
  options: Partial<ClientCertificateOptions> | undefined = {},
  remoteAddress: string | undefined = GATEWAY,
  expected = thumbprint,
): void {
  const settings = options && clientCertificateSettings({ from: ['10.0.0.0/8', '::1'], ...options })
  new ClientCertificates(settings).assertPresented({ headers, raw: { socket: { remoteAddress } } }, expected)
}

const byteSequence = `:${der.toString('base64')}:`
const pem = encodeURIComponent(CERTIFICATE)
const nginx = { form: 'pem', header: 'X-SSL-Client-Cert' } as const

describe('a token bound to a certificate (RFC 8705 §3)', () => {
  it.each([
    ['as RFC 9440 has it', { 'client-cert': byteSequence }, {}],
    ['as nginx escapes it', { 'x-ssl-client-cert': pem }, nginx],
  ])('passes with its certificate, %s', (_, headers, options) => {
    expect(() => assertPresented(headers, options)).not.toThrow()
    expect(() => assertPresented(headers, options, '::ffff:10.9.9.9')).not.toThrow()
    expect(() => assertPresented(headers, options, '::1')).not.toThrow()
  })

  it.each([
    ['no certificate', {}, {}, GATEWAY],
    ['the header from an address that is not the gateway', { 'client-cert': byteSequence }, {}, '11.0.0.1'],
    ['the header from an unknown address', { 'client-cert': byteSequence }, {}, ''],
    ['the header under another name', { 'x-client-cert': byteSequence }, {}, GATEWAY],
    ['the header twice', { 'client-cert': [byteSequence, byteSequence] }, {}, GATEWAY],
    ['the header joined with another', { 'client-cert': `${byteSequence}, ${byteSequence}` }, {}, GATEWAY],
    ['no byte sequence', { 'client-cert': der.toString('base64') }, {}, GATEWAY],
    ['bytes that are no certificate', { 'client-cert': ':AAAA:' }, {}, GATEWAY],
    ['a broken escape', { 'x-ssl-client-cert': '%E0%A4%A' }, nginx, GATEWAY],
    ['an endless header', { 'client-cert': `:${'A'.repeat(20_000)}:` }, {}, GATEWAY],
  ])('is refused with %s', (_, headers, options, address) => {
    expect(() => assertPresented(headers as Record<string, string>, options, address)).toThrow(
      expect.objectContaining({ code: 'invalid_token', status: 401 }),
    )
  })

  it('is refused with another certificate, and where none is looked at', () => {
    const headers = { 'client-cert': byteSequence }
    expect(() => assertPresented(headers, {}, GATEWAY, 'A'.repeat(43))).toThrow('another certificate')
    const none = new ClientCertificates(undefined)
    expect(() => none.assertPresented({ headers }, thumbprint)).toThrow('cannot check it')
  })
})

describe('TrustedAddresses', () => {
  const trusted = new TrustedAddresses('from', ['192.0.2.7', 'fd00::/8'])
  it.each([
    ['192.0.2.7', true],
    ['::ffff:192.0.2.7', true],
    ['192.0.2.8', false],
    ['fd12::1', true],
    ['fe80::1', false],
    ['', false],
    [undefined, false],
    ['localhost', false],
  ])('has %s: %p', (address, has) => {
    expect(trusted.has(address)).toBe(has)
  })
})
