import { describe, expect, it } from '@jest/globals'
import { contentSecurityPolicy, isTakenByAnotherSite, securityHeaders } from './page-headers'

const issuer = new URL('https://id.example.com/tenant')
const directives = (policy: string) =>
  new Map(policy.split('; ').map((each) => [each.split(' ')[0], each.split(' ').slice(1)]))

describe('contentSecurityPolicy (CSP Level 3 §6)', () => {
  const policy = directives(contentSecurityPolicy('abc', issuer, false))

  it('lets scripts and style elements run by nonce, never inline or by eval', () => {
    expect(policy.get('script-src')).toEqual(["'nonce-abc'", "'strict-dynamic'"])
    expect(policy.get('style-src')).toEqual(["'self'", "'nonce-abc'"])
  })

  it('allows nothing that no directive names, no frame around it and no other base', () => {
    expect(policy.get('default-src')).toEqual(["'none'"])
    expect(policy.get('frame-ancestors')).toEqual(["'none'"])
    expect(policy.get('base-uri')).toEqual(["'none'"])
  })

  it('lets the sign-out form be redirected to the issuer and nowhere else', () => {
    expect(policy.get('form-action')).toEqual(["'self'", 'https://id.example.com'])
  })

  it('allows eval in development alone', () => {
    expect(contentSecurityPolicy('abc', issuer, true)).toContain("'unsafe-eval'")
    expect(contentSecurityPolicy('abc', issuer, false)).not.toContain("'unsafe-eval'")
  })
})

describe('securityHeaders', () => {
  it('promises https only where the console is https (RFC 6797 §7.2)', () => {
    expect(securityHeaders(new URL('https://console.example.com'))).toHaveProperty(
      'Strict-Transport-Security',
    )
    expect(securityHeaders(new URL('http://localhost:4002'))).not.toHaveProperty('Strict-Transport-Security')
  })

  it('keeps Origin on own forms: no-referrer would make it null', () => {
    expect(securityHeaders(new URL('http://localhost:4002'))['Referrer-Policy']).toBe('same-origin')
  })
})

describe('exports and live streams', () => {
  const asked = (site: string | undefined) =>
    new Headers(site === undefined ? {} : { 'sec-fetch-site': site })

  it.each(['cross-site', 'same-site'])('are not for the pages of others (%s)', (site) => {
    expect(isTakenByAnotherSite('/export/users', asked(site))).toBe(true)
    expect(isTakenByAnotherSite('/live/audit', asked(site))).toBe(true)
    expect(isTakenByAnotherSite('/users', asked(site))).toBe(false)
  })

  it.each(['same-origin', 'none', undefined])('are for those of the console (%s)', (site) => {
    expect(isTakenByAnotherSite('/export/users', asked(site))).toBe(false)
  })
})
