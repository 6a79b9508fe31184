import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { fetchJson, isInsideAddress } from './fetch-json.js'

const ANSWERS: Record<string, RequestListener> = {
  '/good': (_, response) => response.end('{"a":1}'),
  '/moved': (_, response) => response.writeHead(302, { location: '/good' }).end(),
  '/missing': (_, response) => response.writeHead(404).end('{}'),
  '/text': (_, response) => response.end('<html>'),
  '/large': (_, response) => response.end(`"${'x'.repeat(64 * 1024)}"`),
  '/largest': (_, response) => response.end(`"${'x'.repeat(64 * 1024 - 2)}"`),
  '/endless': (_, response) => {
    const more = () => response.write('x'.repeat(16 * 1024), (error) => error ?? more())
    more()
  },
  '/cut': (_, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{')
    setTimeout(() => response.destroy(), 20)
  },
  '/silent': () => undefined,
}

let server: Server
let base: string
beforeAll(async () => {
  server = createServer((request, response) => ANSWERS[request.url ?? '']?.(request, response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  return new Promise((done) => server.close(done))
})

const fetchAny = (uri: string) => fetchJson(uri, { publicAddressesOnly: false })
const fetchOutside = (uri: string) => fetchJson(uri, { publicAddressesOnly: true })

describe('fetchJson', () => {
  it('reads a document of up to 64 KiB', async () => {
    expect(await fetchAny(`${base}/good`)).toEqual({ a: 1 })
    expect(await fetchAny(`${base}/largest`)).toHaveLength(64 * 1024 - 2)
  })

  it.each([
    ['/moved', 'the server answered 302'],
    ['/missing', 'the server answered 404'],
    ['/large', 'the document is over 64 KiB'],
    ['/endless', 'the document is over 64 KiB'],
    ['/text', 'JSON'],
    ['/cut', 'aborted'],
  ])('refuses %s: %s', async (path, message) => {
    await expect(fetchAny(base + path)).rejects.toThrow(message)
  })

  it('gives up after three seconds', async () => {
    const began = performance.now()
    await expect(fetchAny(`${base}/silent`)).rejects.toThrow(/abort/i)
    expect(performance.now() - began).toBeLessThan(10_000)
  })

  it.each([
    ['plain http', 'http://client.example/keys', 'the URI must be https'],
    ['a private address', 'https://10.0.0.1/keys', 'private address'],
    ['loopback', 'https://127.0.0.1/keys', 'private address'],
    ['loopback as one number', 'https://2130706433/keys', 'private address'],
    ['loopback in octal', 'https://0177.0.0.1/keys', 'private address'],
    ['loopback of IPv6', 'https://[::1]/keys', 'private address'],
    ['a mapped address', 'https://[::ffff:127.0.0.1]/keys', 'private address'],
    ['a mapped link-local address', 'https://[::ffff:a9fe:a9fe]/keys', 'private address'],
    ['a name that leads inside', 'https://localhost/keys', 'private address'],
  ])(
    'refuses %s where only public addresses will do (RFC 9700 §4.11 by analogy: SSRF)',
    async (_, uri, message) => {
      await expect(fetchOutside(uri)).rejects.toThrow(message)
    },
  )
})

describe('isInsideAddress (RFC 6890)', () => {
  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.53', '169.254.169.254', '172.16.0.1', '172.31.255.255'],
    ...['192.168.1.1', '198.19.0.1', '224.0.0.1', '255.255.255.255', '::', '::1', 'fc00::1', 'fd12::1'],
    ...['fe80::1', 'ff02::1', '64:ff9b::a00:1', '::ffff:10.0.0.1', '::FFFF:10.0.0.1', '::ffff:a00:1'],
    ...['::7f00:1', 'fec0::1', '64:ff9b:1::a00:1', '2002:7f00:1::1', '2002:a00:1::1'],
  ])('%s is inside', (address) => {
    expect(isInsideAddress(address)).toBe(true)
  })

  it.each(['1.1.1.1', '100.128.0.1', '172.32.0.1', '192.167.1.1', '2606:4700::1111', '::ffff:1.1.1.1'])(
    '%s is outside',
    (address) => {
      expect(isInsideAddress(address)).toBe(false)
    },
  )
})
