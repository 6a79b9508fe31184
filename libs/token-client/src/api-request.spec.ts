import { describe, expect, it } from '@jest/globals'
import { Readable } from 'node:stream'
import { ApiRequest, isSafeForTokens } from './api-request.js'

const bank = 'https://bank.example.com/accounts?page=2'
const A_TYPE_ERROR = expect.objectContaining({ name: 'TypeError' })
const text = async (request: Request | undefined) => request?.text()

describe('isSafeForTokens (RFC 6750 §5.3)', () => {
  it.each(['https://bank.example.com', 'http://localhost:4001', 'http://127.0.0.1', 'http://[::1]:1'])(
    'is true for %s',
    (url) => {
      expect(isSafeForTokens(new URL(url))).toBe(true)
    },
  )

  it.each([
    'http://bank.example.com',
    'http://localhost.evil.example',
    'ftp://localhost',
    'data:text/plain,x',
  ])('is false for %s', (url) => {
    expect(isSafeForTokens(new URL(url))).toBe(false)
  })
})

describe('ApiRequest', () => {
  it('takes a string, a URL and a Request, with options over those of the Request', () => {
    expect(new ApiRequest(bank).url.href).toBe(bank)
    expect(new ApiRequest(new URL(bank), { method: 'delete' }).method).toBe('DELETE')
    const request = new Request(bank, { method: 'POST', body: 'x', headers: { 'x-a': '1' } })
    expect(new ApiRequest(request).method).toBe('POST')
    expect(new ApiRequest(request, { headers: { 'x-a': '2' } }).take()?.headers.get('x-a')).toBe('2')
  })

  it.each([
    ['text', 'a=1'],
    ['a form', new URLSearchParams({ a: '1' })],
    ['bytes', new TextEncoder().encode('a=1')],
    ['a blob', new Blob(['a=1'])],
  ])('sends %s as often as it must', async (_, body) => {
    const call = new ApiRequest(bank, { method: 'POST', body })
    for (let times = 0; times < 3; times += 1) {
      expect(call.canBeSent).toBe(true)
      expect(await text(call.take())).toBe('a=1')
    }
  })

  it('sends a Request with a body again, and reads the one that it was given only on the way', async () => {
    const request = new Request(bank, { method: 'PUT', body: 'a=1' })
    const call = new ApiRequest(request)
    expect(await text(call.take())).toBe('a=1')
    expect(await text(call.take())).toBe('a=1')
  })

  it.each([
    ['a stream of the web', () => new Blob(['a=1']).stream()],
    ['a stream of Node', () => Readable.from(['a=1']) as unknown as ReadableStream],
  ])('sends %s once', async (_, body) => {
    const call = new ApiRequest(bank, { method: 'POST', body: body(), duplex: 'half' })
    expect(call.canBeSent).toBe(true)
    expect(await text(call.take())).toBe('a=1')
    expect(call.canBeSent).toBe(false)
    expect(call.take()).toBeUndefined()
  })

  it('never follows a redirect: the proof names one address (RFC 9449 §4.2)', () => {
    expect(new ApiRequest(bank).take()?.redirect).toBe('manual')
    expect(new ApiRequest(bank, { redirect: 'follow' }).take()?.redirect).toBe('manual')
    expect(new ApiRequest(new Request(bank)).take()?.redirect).toBe('manual')
    expect(new ApiRequest(bank, { redirect: 'error' }).take()?.redirect).toBe('error')
    expect(new ApiRequest(new Request(bank, { redirect: 'error' })).take()?.redirect).toBe('error')
  })

  it('refuses http to another machine, and what fetch refuses', () => {
    expect(() => new ApiRequest('http://bank.example.com')).toThrow('http://bank.example.com')
    expect(() => new ApiRequest('/accounts')).toThrow(A_TYPE_ERROR)
    expect(() => new ApiRequest(bank, { method: 'GET', body: 'x' })).toThrow(A_TYPE_ERROR)
  })

  it('refuses a Request that was read already, as fetch does', async () => {
    const request = new Request(bank, { method: 'POST', body: 'x' })
    await request.text()
    expect(() => new ApiRequest(request)).toThrow(A_TYPE_ERROR)
  })
})
