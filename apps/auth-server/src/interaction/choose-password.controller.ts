import { Controller, Get, Post } from '@nestjs/common'
import { PasswordLinkStore, type UserRecord } from '@gatehouse/data-access'
import { OAuthError, sha256 } from '@gatehouse/protocol'
import { Clock } from '../config/clock.js'
import { Settings } from '../config/settings.js'
import { Answer } from '../http/answer.js'
import { AntiForgery } from '../http/anti-forgery.js'
import { Incoming, IncomingRequest } from '../http/incoming-request.js'
import { PageRoute } from '../http/protection.js'
import { PasswordHasher } from '../identity/password-hasher.js'
import { passwordProblem, type PasswordProblem } from '../identity/password-rules.js'
import { SignInThrottle } from '../identity/sign-in-throttle.js'
import { choosePasswordPage } from '../pages/choose-password.page.js'
import type { PageContext } from '../pages/layout.page.js'
import { messagesFor } from '../pages/messages.js'
import { passwordChosenPage } from '../pages/password-chosen.page.js'

const FORM_PURPOSE = 'choose-password'

/**
 * The one-time link by which a person chooses a password. Opening it consumes nothing; the posted form does.
 *
 * *Never*: signs anybody in. Whoever chose the password proves who they are with it, and with whatever else is asked of
 * them then.
 */
@Controller('choose-password')
export class ChoosePasswordController {
  constructor(
    private readonly links: PasswordLinkStore,
    private readonly hasher: PasswordHasher,
    private readonly throttle: SignInThrottle,
    private readonly antiForgery: AntiForgery,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  @Get()
  @PageRoute('one-time-link')
  async show(@Incoming() incoming: IncomingRequest): Promise<Answer> {
    return this.page(incoming, (await this.require(incoming)).user)
  }

  @Post()
  @PageRoute('one-time-link')
  async choose(@Incoming() incoming: IncomingRequest): Promise<Answer> {
    const { digest, user } = await this.require(incoming)
    this.antiForgery.require(incoming, FORM_PURPOSE)
    const password = incoming.parameters.get('password') ?? ''
    const problem = passwordProblem(password)
    if (problem) return this.page(incoming, user, problem)
    const hash = await this.hasher.hash(password)
    const now = this.clock.now()
    const isUsed = await this.links.redeem(digest, hash, now, ({ userId }) => ({
      at: now,
      type: 'user.password_chosen',
      outcome: 'success',
      actorId: userId,
      subjectId: userId,
      ...incoming.scene,
    }))
    if (!isUsed) throw linkDead()
    // Whoever forgot a password has often tried too many before.
    const logins = [user.username, user.email].filter((login) => login !== null)
    await this.throttle.lift(logins, [incoming.ipAddress])
    return Answer.seeOther('/choose-password/done')
  }

  @Get('done')
  @PageRoute('public')
  done(@Incoming() incoming: IncomingRequest): Answer {
    return Answer.page(passwordChosenPage(this.context(incoming)))
  }

  /** @throws OAuthError invalid_request when the link is unknown, used, replaced or expired */
  private async require(incoming: IncomingRequest): Promise<{ digest: Uint8Array; user: UserRecord }> {
    const digest = sha256(incoming.query.get('token') ?? '')
    const user = await this.links.find(digest, this.clock.now())
    if (!user) throw linkDead()
    return { digest, user }
  }

  private page(incoming: IncomingRequest, user: UserRecord, problem?: PasswordProblem): Answer {
    const browser = this.antiForgery.ensureBrowserSecret(incoming)
    const context = this.context(incoming)
    const { passwordShort, passwordLong, passwordCommon } = context.messages.setup
    const html = choosePasswordPage(
      {
        action: `/choose-password?token=${encodeURIComponent(incoming.query.get('token') ?? '')}`,
        csrfToken: this.antiForgery.token(browser.secret, FORM_PURPOSE),
        username: user.username,
        isReplacement: user.passwordHash !== null,
        error:
          problem && { too_short: passwordShort, too_long: passwordLong, common: passwordCommon }[problem],
      },
      context,
    )
    const answer = Answer.page(html)
    return browser.cookie ? answer.withCookie(browser.cookie) : answer
  }

  private context(incoming: IncomingRequest): PageContext {
    const messages = messagesFor([], incoming.header('accept-language'))
    return { brandName: this.settings.brandName, messages }
  }
}

function linkDead(): OAuthError {
  return new OAuthError('invalid_request', {
    description: 'This link has been used or has expired',
    detail: {
      rule: 'password_link.dead',
      expected: 'the newest link that an admin made',
      mend: 'Ask an admin for another link',
    },
  })
}
