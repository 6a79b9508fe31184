import { describe, expect, it } from '@jest/globals'
import { clientRecord, NOW } from '../records.fixture.js'
import { nextStep, type Situation } from './next-step.js'

const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000)
const NOTHING = { signedIn: false, accountSelected: false, consented: false }

type Change = Partial<Omit<Situation, 'request'>> & { request?: Partial<Situation['request']> }

function step(change: Change = {}) {
  return nextStep({
    session: { userId: 'ada', authTime: ago(60) },
    consented: ['openid'],
    done: NOTHING,
    now: NOW,
    ...change,
    request: {
      prompt: new Set(),
      maxAgeSeconds: undefined,
      expectedSubject: undefined,
      consentScope: ['openid'],
      client: clientRecord(),
      ...change.request,
    },
  })
}

describe('nextStep', () => {
  it('is ready for a signed-in person who consented before (OIDC Core §3.1.2.3, §3.1.2.4)', () => {
    expect(step()).toBe('ready')
  })

  it.each<[string, Change]>([
    ['nobody is signed in', { session: undefined }],
    ['prompt=login', { request: { prompt: new Set(['login'] as const) } }],
    ['the sign-in is older than max_age', { request: { maxAgeSeconds: 59 } }],
    ['max_age=0', { request: { maxAgeSeconds: 0 } }],
    ['another person is expected', { request: { expectedSubject: 'grace' } }],
    [
      'another person is expected although somebody just signed in',
      { request: { expectedSubject: 'grace' }, done: { ...NOTHING, signedIn: true } },
    ],
  ])('is sign_in when %s (OIDC Core §3.1.2.1, §3.1.2.3)', (_, change) => {
    expect(step(change)).toBe('sign_in')
  })

  it.each<[string, Change['request']]>([
    ['prompt=login', { prompt: new Set(['login'] as const) }],
    ['max_age', { maxAgeSeconds: 0 }],
    ['select_account', { prompt: new Set(['select_account'] as const) }],
  ])('asks for %s once: a sign-in within the request satisfies it (OIDC Core §3.1.2.1)', (_, request) => {
    expect(step({ request: request ?? {}, done: { ...NOTHING, signedIn: true } })).toBe('ready')
  })

  it('takes a sign-in that is exactly as old as max_age (OIDC Core §3.1.2.1)', () => {
    expect(step({ request: { maxAgeSeconds: 60 } })).toBe('ready')
  })

  it('is select_account until an account was chosen (OIDC Core §3.1.2.1)', () => {
    const request = { prompt: new Set(['select_account'] as const) }
    expect(step({ request })).toBe('select_account')
    expect(step({ request, done: { ...NOTHING, accountSelected: true } })).toBe('ready')
  })

  it.each<[string, Change]>([
    ['a scope was never allowed', { request: { consentScope: ['openid', 'email'] } }],
    ['nothing was ever allowed', { consented: [] }],
    [
      'prompt=consent, although all was allowed before',
      { request: { prompt: new Set(['consent'] as const) } },
    ],
    [
      'prompt=consent, although the client needs none',
      {
        request: { prompt: new Set(['consent'] as const), client: clientRecord({ requireConsent: false }) },
      },
    ],
  ])('is consent when %s (OIDC Core §3.1.2.4)', (_, change) => {
    expect(step(change)).toBe('consent')
    expect(step({ ...change, done: { ...NOTHING, consented: true } })).toBe('ready')
  })

  it('asks no consent for a client that needs none (OIDC Core §3.1.2.4)', () => {
    const client = clientRecord({ requireConsent: false })
    expect(step({ request: { client, consentScope: ['openid', 'email'] }, consented: [] })).toBe('ready')
  })

  it('asks for the sign-in before the consent (OIDC Core §3.1.2.3)', () => {
    expect(step({ session: undefined, consented: [] })).toBe('sign_in')
  })
})
