import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { deriveKey } from './sealing'

/** SHA-256 of a session id: what stores are keyed by, so that a copy of a store opens no session. */
export type SessionKey = string & { readonly brand: 'SessionKey' }

/** A new 256-bit session id, for the cookie and nothing else. */
export const newSessionId = (): string => randomBytes(32).toString('base64url')

/** The key under which the session of this cookie value is stored. */
export const sessionKeyOf = (sessionId: string): SessionKey =>
  createHash('sha256').update(sessionId).digest('base64url') as SessionKey

/** The value that a form of this session carries, so that a page of another site cannot post it. */
export const formTokenFor = (secret: string, key: SessionKey): string =>
  createHmac('sha256', deriveKey(secret, 'form token')).update(key).digest('base64url')

/** True when the form was rendered for this very session; compared in constant time. */
export function isFormToken(secret: string, key: SessionKey, presented: unknown): boolean {
  if (typeof presented !== 'string') return false
  const expected = Buffer.from(formTokenFor(secret, key))
  const given = Buffer.from(presented)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
