import { randomBytes } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { UserAdministration } from '@gatehouse/data-access'
import { sha256 } from '@gatehouse/protocol'
import type { AdminPasswordLink } from '@gatehouse/token-types'
import { Settings } from '../../config/settings.js'
import { Problem } from '../../http/problem.js'
import type { Actor } from '../route/actor.js'
import { refusing, UsersService } from './users.service.js'

/** Long enough for a mail that is read after the weekend. */
const LIFETIME_HOURS = 72

/**
 * Makes links by which people choose their password themselves, so that nobody else ever knows it.
 *
 * *Never*: keeps the link; the database holds the SHA-256 of its secret.
 */
@Injectable()
export class PasswordLinksService {
  constructor(
    private readonly users: UsersService,
    private readonly administration: UserAdministration,
    private readonly settings: Settings,
  ) {}

  /** Makes a link in place of one from before. @throws Problem not-found, forbidden, conflict */
  async make(sub: string, actor: Actor): Promise<AdminPasswordLink> {
    await this.users.requireChangeable(sub, actor)
    const secret = randomBytes(32).toString('base64url')
    const deed = this.users.deed(actor, { type: 'user.password_link_made', subjectId: sub })
    const expiresAt = new Date(deed.now.getTime() + LIFETIME_HOURS * 3_600_000)
    const link = { digest: sha256(secret), expiresAt }
    if (!(await refusing(this.administration.makePasswordLink(sub, link, deed)))) {
      throw new Problem('conflict', { detail: 'The account is switched off: switch it on first.' })
    }
    return {
      link: this.settings.url(`/choose-password?token=${secret}`),
      expires_at: expiresAt.toISOString(),
    }
  }
}
