import { HttpException } from '@nestjs/common'
import { OAuthError } from '@gatehouse/protocol'

/** Names of what PostgreSQL and the network throw when the database is away. */
const AWAY =
  /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|Connection terminated|timeout exceeded when trying to connect|Query read timeout|waited too long for the database|55P03|57014|57P0[123]|the database system is|Can't reach database/iu

/**
 * Gives whatever was thrown its protocol name. What nobody foresaw becomes `server_error` and shows nothing of the
 * inside; a database that is away becomes 503, so that callers come back.
 *
 * @see RFC 6749 §4.1.2.1
 */
export function toOAuthError(exception: unknown): OAuthError {
  if (exception instanceof OAuthError) return exception
  if (exception instanceof HttpException) {
    const status = exception.getStatus()
    return status >= 500 ? unforeseen(exception) : fromStatus(status, exception)
  }
  if (isAway(exception)) {
    return new OAuthError('temporarily_unavailable', {
      description: 'The server cannot reach its database; try again in a moment',
      detail: { rule: 'database.away' },
      cause: exception,
    })
  }
  const status = (exception as { statusCode?: unknown } | undefined)?.statusCode
  return typeof status === 'number' && status >= 400 && status < 500
    ? fromStatus(status, exception)
    : unforeseen(exception)
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  404: 'There is nothing at this address',
  413: 'The request is too large',
}

function isAway(exception: unknown): boolean {
  const { message, code } = (exception ?? {}) as { message?: unknown; code?: unknown }
  return [code, message].some((text) => typeof text === 'string' && AWAY.test(text))
}

function fromStatus(status: number, cause: unknown): OAuthError {
  const description = DESCRIPTIONS[status] ?? 'The request is malformed'
  return new OAuthError('invalid_request', { status, description, detail: { rule: `http.${status}` }, cause })
}

function unforeseen(cause: unknown): OAuthError {
  return new OAuthError('server_error', {
    description: 'Something went wrong here; the trace id finds it in the log',
    detail: { rule: 'unforeseen' },
    cause,
  })
}
