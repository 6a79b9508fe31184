import { errorPage } from '../pages/error.page.js'
import { messagesFor, type Messages } from '../pages/messages.js'
import { Answer } from './answer.js'
import type { FailedRequest } from './failed-requests.js'

/** Sentences for a person, by the rule that refused. */
const SENTENCES: readonly [RegExp, keyof Messages['errors']][] = [
  [/^client\.unknown$/u, 'unknownClient'],
  [/^redirect_uri\./u, 'redirectUriMismatch'],
  [/^interaction\./u, 'expired'],
  [/^anti_forgery$/u, 'formExpired'],
  [/^browser\.no_cookie$/u, 'noCookie'],
  [/^setup_link\./u, 'linkUsed'],
  [/^password_link\./u, 'passwordLinkUsed'],
  [/^http\.40[45]$/u, 'notFound'],
  [/^too_many\./u, 'tooMany'],
]

/**
 * The page for an error that stays with the person. Outside production it also says what was expected and what came.
 *
 * @see RFC 6749 §4.1.2.1
 */
export function errorPageAnswer({ error, request, settings }: FailedRequest): Answer {
  const messages = messagesFor([], request.headers['accept-language'])
  const { rule = error.code, expected = '', got = '', mend = '', reference = '' } = error.detail ?? {}
  const key =
    SENTENCES.find(([pattern]) => pattern.test(rule))?.[1] ??
    (error.status === 503 ? 'unavailable' : error.status >= 500 ? 'serverError' : 'badRequest')
  const html = errorPage(
    {
      ...messages.errors[key],
      code: error.code,
      traceId: request.id,
      ...(settings.production ? {} : { details: { rule, expected, got, mend, reference } }),
    },
    { brandName: settings.brandName, messages },
  )
  return Answer.page(html, {
    status: error.status,
    retryAfterSeconds: error.retryAfterSeconds,
  })
}
