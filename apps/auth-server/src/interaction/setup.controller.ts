import { Controller, Get, Post } from '@nestjs/common'
import { AlreadyExists, SetupLinkStore } from '@gatehouse/data-access'
import { OAuthError, sha256 } from '@gatehouse/protocol'
import { ADMIN_RESOURCE } from '@gatehouse/token-types'
import { AuditLog } from '../audit/audit-log.js'
import { Clock } from '../config/clock.js'
import { Settings } from '../config/settings.js'
import { Answer } from '../http/answer.js'
import { AntiForgery } from '../http/anti-forgery.js'
import { Incoming, IncomingRequest } from '../http/incoming-request.js'
import { PageRoute } from '../http/protection.js'
import { ACR_PASSWORD, BrowserSessions } from '../identity/browser-sessions.js'
import { PasswordHasher } from '../identity/password-hasher.js'
import { passwordProblem } from '../identity/password-rules.js'
import { messagesFor, type Messages } from '../pages/messages.js'
import { setupPage, type SetupField } from '../pages/setup.page.js'

const FORM_PURPOSE = 'setup'

/** The one-time link that creates the first admin. Opening it consumes nothing; the posted form does. */
@Controller('setup')
export class SetupController {
  constructor(
    private readonly links: SetupLinkStore,
    private readonly hasher: PasswordHasher,
    private readonly sessions: BrowserSessions,
    private readonly antiForgery: AntiForgery,
    private readonly audit: AuditLog,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  @Get()
  @PageRoute('one-time-link')
  async show(@Incoming() incoming: IncomingRequest): Promise<Answer> {
    await this.requireLink(incoming)
    return this.page(incoming, { name: '', email: '' }, {})
  }

  @Post()
  @PageRoute('one-time-link')
  async create(@Incoming() incoming: IncomingRequest): Promise<Answer> {
    const digest = await this.requireLink(incoming)
    this.antiForgery.require(incoming, FORM_PURPOSE)
    const { parameters } = incoming
    const values = {
      name: parameters.get('name')?.trim() ?? '',
      email: parameters.get('email')?.trim().toLowerCase() ?? '',
    }
    const password = parameters.get('password') ?? ''
    const messages = this.messages(incoming)
    const errors = fieldErrors(values, password, messages)
    if (Object.keys(errors).length) return this.page(incoming, values, errors)
    const now = this.clock.now()
    const user = await this.redeem(digest, {
      username: values.email,
      email: values.email,
      emailVerified: false,
      name: values.name,
      passwordHash: await this.hasher.hash(password),
      passwordChangedAt: now,
    })
    if (user === 'taken') return this.page(incoming, values, { email: messages.setup.emailTaken })
    if (!user) throw linkUsed()
    await this.audit.keep({
      at: now,
      type: 'setup.first_admin_created',
      outcome: 'success',
      actorId: user.id,
      subjectId: user.id,
      ...incoming.scene,
    })
    const { cookie } = await this.sessions.signIn(incoming, user, { acr: ACR_PASSWORD, amr: ['pwd'] })
    return Answer.seeOther(this.settings.consoleUrl ?? '/').withCookie(cookie)
  }

  private async redeem(digest: Uint8Array, user: Parameters<SetupLinkStore['redeem']>[2]) {
    try {
      return await this.links.redeem(digest, this.clock.now(), user, {
        resource: ADMIN_RESOURCE,
        role: 'owner',
      })
    } catch (error) {
      if (error instanceof AlreadyExists) return 'taken' as const
      throw error
    }
  }

  /** @throws OAuthError invalid_request when the link is unknown, used or expired */
  private async requireLink(incoming: IncomingRequest): Promise<Uint8Array> {
    const digest = sha256(incoming.query.get('token') ?? '')
    if (await this.links.find(digest, this.clock.now())) return digest
    throw linkUsed()
  }

  private page(
    incoming: IncomingRequest,
    values: { name: string; email: string },
    errors: Partial<Record<SetupField, string>>,
  ): Answer {
    const browser = this.antiForgery.ensureBrowserSecret(incoming)
    const html = setupPage(
      {
        action: `/setup?token=${encodeURIComponent(incoming.query.get('token') ?? '')}`,
        csrfToken: this.antiForgery.token(browser.secret, FORM_PURPOSE),
        values,
        errors,
      },
      { brandName: this.settings.brandName, messages: this.messages(incoming) },
    )
    const { consoleUrl } = this.settings
    const answer = Answer.page(html, {
      formActionOrigin: consoleUrl === undefined ? undefined : new URL(consoleUrl).origin,
    })
    return browser.cookie ? answer.withCookie(browser.cookie) : answer
  }

  private messages(incoming: IncomingRequest): Messages {
    return messagesFor([], incoming.header('accept-language'))
  }
}

function fieldErrors(
  values: { name: string; email: string },
  password: string,
  { setup }: Messages,
): Partial<Record<SetupField, string>> {
  const problem = passwordProblem(password)
  return {
    ...(values.name && values.name.length <= 200 ? {} : { name: setup.nameMissing }),
    ...(/^[^\s@]+@[^\s@]+$/u.test(values.email) && values.email.length <= 254
      ? {}
      : { email: values.email ? setup.emailInvalid : setup.emailMissing }),
    ...(problem
      ? {
          password: {
            too_short: setup.passwordShort,
            too_long: setup.passwordLong,
            common: setup.passwordCommon,
          }[problem],
        }
      : {}),
  }
}

function linkUsed(): OAuthError {
  return new OAuthError('invalid_request', {
    description: 'This link has been used or has expired',
    detail: {
      rule: 'setup_link.dead',
      expected: 'the link printed at the last start',
      mend: 'Start the server again',
    },
  })
}
