import { describe, expect, it } from '@jest/globals'
import { ResponseBodyError } from 'openid-client'
import { MemorySessionStore } from '../session/memory-session-store'
import { sessionKeyOf } from '../session/session-id'
import type { ConsoleSession } from '../session/session-store'
import type { TokenAnswer } from './authorization-server'
import { LiveSessions } from './live-sessions'

const key = sessionKeyOf('a session')
const signedInAt = 1_800_000_000
const at = (secondsLater: number) => new Date((signedInAt + secondsLater) * 1000)
const WHEN_DUE = at(700)

const session: ConsoleSession = {
  tokens: {
    accessToken: 'access-1',
    accessTokenExpiresAt: signedInAt + 900,
    renewalDueAt: signedInAt + 675,
    refreshToken: 'refresh-1',
    idToken: 'id-1',
  },
  person: {
    subject: 'u1',
    name: 'Ada',
    username: undefined,
    email: undefined,
    emailVerified: false,
    roles: [],
  },
  authentication: { time: signedInAt, acr: undefined, amr: [] },
  startedAt: signedInAt,
  endsAt: signedInAt + 3600,
}

const answer = (subject?: string): TokenAnswer =>
  ({
    access_token: 'access-2',
    refresh_token: 'refresh-2',
    expires_in: 900,
    token_type: 'bearer',
    claims: () => (subject === undefined ? undefined : { sub: subject }),
    expiresIn: () => 900,
  }) as TokenAnswer

const refusal = () =>
  new ResponseBodyError('refused', {
    cause: { error: 'invalid_grant' },
    response: new Response('{}', { status: 400 }),
  })

async function liveSessions(refresh: (token: string) => Promise<TokenAnswer>, saved = session) {
  const store = new MemorySessionStore()
  await store.save(key, saved)
  const used: string[] = []
  const server = {
    refresh: (token: string) => {
      used.push(token)
      return refresh(token)
    },
  }
  return { store, used, live: new LiveSessions(store, server) }
}

describe('LiveSessions (RFC 6749 §6)', () => {
  it('leaves the tokens alone before three quarters of their life', async () => {
    const { live, used } = await liveSessions(async () => answer())
    expect((await live.find(key, at(674)))?.session.tokens.accessToken).toBe('access-1')
    expect(used).toEqual([])
  })

  it('renews once however many requests come at the same time, and keeps the rotated token', async () => {
    const { live, used, store } = await liveSessions(async () => answer('u1'))
    const found = await Promise.all(Array.from({ length: 20 }, () => live.find(key, WHEN_DUE)))
    expect(new Set(found.map((each) => each?.session.tokens.accessToken))).toEqual(new Set(['access-2']))
    expect(used).toEqual(['refresh-1'])
    expect((await store.find(key, WHEN_DUE))?.tokens).toMatchObject({
      refreshToken: 'refresh-2',
      idToken: 'id-1',
    })
  })

  it('does not lengthen the session by renewing', async () => {
    const { live } = await liveSessions(async () => answer())
    expect((await live.find(key, WHEN_DUE))?.session.endsAt).toBe(session.endsAt)
  })

  it('ends the session when the refresh token is refused (RFC 6749 §5.2 invalid_grant)', async () => {
    const { live, store } = await liveSessions(() => Promise.reject(refusal()))
    expect(await live.find(key, WHEN_DUE)).toBeUndefined()
    expect(await store.find(key, WHEN_DUE)).toBeUndefined()
  })

  it('keeps the session when another replica has renewed it meanwhile', async () => {
    const { live, store } = await liveSessions(async () => {
      await store.replace(key, { ...session, tokens: { ...session.tokens, refreshToken: 'refresh-other' } })
      throw refusal()
    })
    expect((await live.find(key, WHEN_DUE))?.session.tokens.refreshToken).toBe('refresh-other')
  })

  it('keeps the session and says so when the server cannot be reached, then tries again', async () => {
    const { live, used } = await liveSessions(() => Promise.reject(new TypeError('fetch failed')))
    expect(await live.find(key, WHEN_DUE)).toMatchObject({ isRenewalFailing: true })
    await live.find(key, WHEN_DUE)
    expect(used).toHaveLength(2)
  })

  it('stays signed out when the person signs out during a renewal', async () => {
    const { live, store } = await liveSessions(async () => {
      await store.delete(key)
      return answer()
    })
    expect(await live.find(key, WHEN_DUE)).toBeUndefined()
    expect(await store.find(key, WHEN_DUE)).toBeUndefined()
  })

  it('ends the session when the renewed ID token is of someone else (OIDC Core §12.2)', async () => {
    const { live, store } = await liveSessions(async () => answer('u2'))
    expect(await live.find(key, WHEN_DUE)).toBeUndefined()
    expect(await store.find(key, WHEN_DUE)).toBeUndefined()
  })

  it('ends a session without refresh token when its access token expires, not before', async () => {
    const saved = { ...session, tokens: { ...session.tokens, refreshToken: undefined } }
    const { live } = await liveSessions(async () => answer(), saved)
    expect(await live.find(key, at(899))).toBeDefined()
    expect(await live.find(key, at(900))).toBeUndefined()
  })

  it('renews a token that was refused before its time, once for all who were refused', async () => {
    const { live, used } = await liveSessions(async () => answer('u1'))
    const renewed = await Promise.all([
      live.renew(key, 'access-1', at(1)),
      live.renew(key, 'access-1', at(1)),
    ])
    expect(renewed.map((each) => each?.session.tokens.accessToken)).toEqual(['access-2', 'access-2'])
    expect((await live.renew(key, 'access-1', at(2)))?.session.tokens.accessToken).toBe('access-2')
    expect(used).toEqual(['refresh-1'])
  })

  it('has no other token than the refused one where none can be had, and leaves the session alone', async () => {
    const { live, store } = await liveSessions(() => Promise.reject(new TypeError('fetch failed')))
    expect(await live.renew(key, 'access-1', at(1))).toMatchObject({
      isRenewalFailing: true,
      session: { tokens: { accessToken: 'access-1' } },
    })
    expect(await store.find(key, at(1))).toBeDefined()
  })
})
