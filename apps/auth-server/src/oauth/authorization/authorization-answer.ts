import { Injectable } from '@nestjs/common'
import { OAuthError, responseLocation } from '@gatehouse/protocol'
import { Settings } from '../../config/settings.js'
import { Answer } from '../../http/answer.js'
import { formPostPage } from '../../pages/form-post.page.js'
import type { PageContext } from '../../pages/layout.page.js'
import { messagesFor } from '../../pages/messages.js'
import { redirectPage } from '../../pages/redirect.page.js'
import type { TrustedRequest } from './authorization-request.js'

/**
 * Sends the outcome to the client's redirect URI, by query or form post, always with `iss` (RFC 9207 §2) and the
 * request's `state`.
 */
@Injectable()
export class AuthorizationAnswers {
  constructor(private readonly settings: Settings) {}

  /** @see RFC 6749 §4.1.2 */
  code(request: TrustedRequest, code: string): Answer {
    return this.send(request, { code })
  }

  /** @see RFC 6749 §4.1.2.1 */
  error(request: TrustedRequest, error: OAuthError): Answer {
    return this.send(request, { error: error.code, error_description: error.description })
  }

  private send(request: TrustedRequest, outcome: Record<string, string>): Answer {
    const { redirectUri, responseMode, state } = request
    const parameters = { ...outcome, ...(state === undefined ? {} : { state }), iss: this.settings.issuer }
    if (responseMode === 'form_post') {
      return Answer.page(formPostPage({ action: redirectUri, parameters }, this.context(request)), {
        formActionOrigin: originOf(redirectUri),
      })
    }
    const location = responseLocation(redirectUri, parameters)
    // A browser blocks a redirect from a posted form to an app's own scheme; a page leads there instead.
    return /^https?:/u.test(redirectUri)
      ? Answer.seeOther(location)
      : Answer.page(redirectPage({ uri: location }, this.context(request)))
  }

  private context({ parameters }: TrustedRequest): PageContext {
    const messages = messagesFor((parameters.get('ui_locales') ?? '').split(' '))
    return { brandName: this.settings.brandName, messages }
  }
}

/** What a page must name in `form-action`, so that its form may lead to the client. Undefined for an app's own scheme. */
export function originOf(redirectUri: string): string | undefined {
  return /^https?:/u.test(redirectUri) ? new URL(redirectUri).origin : undefined
}
