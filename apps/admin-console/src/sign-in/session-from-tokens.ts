import { decodeJwt, type JWTPayload } from 'jose'
import type { UserInfoResponse } from 'openid-client'
import {
  SESSION_LIFETIME_SECONDS,
  type ConsoleSession,
  type Person,
  type SessionTokens,
} from '../session/session-store'
import type { TokenAnswer } from './authorization-server'

/** Assumed when the answer has no `expires_in`. @see RFC 6749 §5.1 */
const DEFAULT_ACCESS_TOKEN_SECONDS = 300
const RENEW_AT_SHARE_OF_LIFETIME = 0.75

type IdTokenClaims = NonNullable<ReturnType<TokenAnswer['claims']>>

/** The session that a successful sign-in begins. */
export function newSession(
  answer: TokenAnswer,
  idToken: { readonly raw: string; readonly claims: IdTokenClaims },
  userInfo: UserInfoResponse,
  now: Date,
): ConsoleSession {
  const startedAt = Math.floor(now.getTime() / 1000)
  return {
    tokens: tokensOf(answer, { idToken: idToken.raw, refreshToken: undefined }, now),
    person: personOf(userInfo, answer.access_token),
    authentication: {
      time: idToken.claims.auth_time,
      acr: textIn(idToken.claims['acr']),
      amr: textsIn(idToken.claims['amr']),
    },
    startedAt,
    endsAt: startedAt + SESSION_LIFETIME_SECONDS,
  }
}

/** The same session with renewed tokens; it ends no later than before. */
export const renewedSession = (session: ConsoleSession, answer: TokenAnswer, now: Date): ConsoleSession => ({
  ...session,
  tokens: tokensOf(answer, session.tokens, now),
  person: { ...session.person, roles: rolesOf(answer.access_token) ?? session.person.roles },
})

function tokensOf(
  answer: TokenAnswer,
  before: Pick<SessionTokens, 'idToken' | 'refreshToken'>,
  now: Date,
): SessionTokens {
  const issuedAt = Math.floor(now.getTime() / 1000)
  const lifetimeSeconds = answer.expires_in ?? DEFAULT_ACCESS_TOKEN_SECONDS
  return {
    accessToken: answer.access_token,
    accessTokenExpiresAt: issuedAt + lifetimeSeconds,
    renewalDueAt: issuedAt + Math.floor(lifetimeSeconds * RENEW_AT_SHARE_OF_LIFETIME),
    refreshToken: answer.refresh_token ?? before.refreshToken,
    idToken: answer.id_token ?? before.idToken,
  }
}

const personOf = (userInfo: UserInfoResponse, accessToken: string): Person => ({
  subject: userInfo.sub,
  name: userInfo.name,
  username: userInfo.preferred_username,
  email: userInfo.email,
  emailVerified: userInfo.email_verified === true,
  roles: rolesOf(accessToken) ?? textsIn(userInfo['roles']),
})

/** Roles to show, never to decide by; absent when the token is opaque or names none. @see RFC 9068 §2.2.3.1 */
function rolesOf(accessToken: string): readonly string[] | undefined {
  let claims: JWTPayload
  try {
    claims = decodeJwt(accessToken)
  } catch {
    return undefined
  }
  return Array.isArray(claims['roles']) ? textsIn(claims['roles']) : undefined
}

const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []

const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
