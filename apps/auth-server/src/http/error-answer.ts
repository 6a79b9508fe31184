import type { OAuthError } from '@gatehouse/protocol'
import type { Settings } from '../config/settings.js'
import { errorPage } from '../pages/error.page.js'
import { messagesFor, type Messages } from '../pages/messages.js'
import { Answer } from './answer.js'

/** Sentences for a person, by the rule that refused. */
const SENTENCES: readonly [RegExp, keyof Messages['errors']][] = [
  [/^client\.unknown$/u, 'unknownClient'],
  [/^redirect_uri\./u, 'redirectUriMismatch'],
  [/^interaction\./u, 'expired'],
  [/^anti_forgery$/u, 'formExpired'],
  [/^setup_link\./u, 'linkUsed'],
  [/^http\.404$/u, 'notFound'],
]

/**
 * The page for an error that stays with the person. Outside production it also says what was expected and what came.
 *
 * @see RFC 6749 §4.1.2.1
 */
export function errorAnswer(
  error: OAuthError,
  scene: { traceId: string; settings: Settings; acceptLanguage: string | undefined },
): Answer {
  const messages = messagesFor([], scene.acceptLanguage)
  const { rule = error.code, expected = '', got = '', mend = '', reference = '' } = error.detail ?? {}
  const key =
    SENTENCES.find(([pattern]) => pattern.test(rule))?.[1] ??
    (error.status === 503 ? 'unavailable' : error.status >= 500 ? 'serverError' : 'badRequest')
  const html = errorPage(
    {
      ...messages.errors[key],
      code: error.code,
      traceId: scene.traceId,
      ...(scene.settings.production ? {} : { details: { rule, expected, got, mend, reference } }),
    },
    { brandName: scene.settings.brandName, messages },
  )
  return Answer.page(html, {
    status: error.status,
    retryAfterSeconds: error.status === 503 ? 1 : undefined,
  })
}
