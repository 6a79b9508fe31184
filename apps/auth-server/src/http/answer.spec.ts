import { describe, expect, it } from '@jest/globals'
import { Answer } from './answer.js'

const policyOf = (answer: Answer) => answer.headers['content-security-policy'] ?? ''

describe('Answer', () => {
  it('of a page allows no inline script, no frame and no other base (CSP3)', () => {
    const page = Answer.page('<!doctype html>')
    const policy = policyOf(page)
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("base-uri 'none'")
    expect(policy).toMatch(/form-action 'self'$/u)
    expect(policy).not.toMatch(/unsafe|\*/u)
    expect(page.headers['x-frame-options']).toBe('DENY')
  })

  it('of a page on the way to a client names the origin that its form leads to', () => {
    expect(policyOf(Answer.page('', { formActionOrigin: 'https://client.example' }))).toMatch(
      /form-action 'self' https:\/\/client\.example$/u,
    )
  })

  it('of a page says when to come back only where it was told', () => {
    expect(Answer.page('', { status: 429, retryAfterSeconds: 30 }).headers['retry-after']).toBe('30')
    expect(Answer.page('').headers).not.toHaveProperty('retry-after')
  })

  it('that redirects is 303, so that a posted password is never posted on (RFC 9700 §4.12)', () => {
    const answer = Answer.seeOther('https://client.example/callback?code=x')
    expect([answer.status, answer.headers['location']]).toStrictEqual([
      303,
      'https://client.example/callback?code=x',
    ])
  })

  it('collects cookies in order', () => {
    const answer = Answer.empty()
      .withCookie({ name: 'a', value: '1' })
      .withCookie({ name: 'b', value: '', maxAgeSeconds: 0 })
    expect(answer.cookies.map(({ name }) => name)).toStrictEqual(['a', 'b'])
  })

  it('of JSON keeps the status and headers it was given', () => {
    const answer = Answer.json({ a: 1 }, { status: 401, headers: { 'www-authenticate': 'Bearer' } })
    expect(answer).toMatchObject({ status: 401, body: '{"a":1}', headers: { 'www-authenticate': 'Bearer' } })
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  })
})
