import { Injectable } from '@nestjs/common'
import { UserStore, type UserRecord } from '@gatehouse/data-access'
import { PasswordHasher } from './password-hasher.js'
import { SignInThrottle, type SignInAttempt } from './sign-in-throttle.js'

/** Longest login name that is looked at, in UTF-16 units. */
const MAX_LOGIN_LENGTH = 256

/** How a try to sign in ended. An unknown account, a wrong password and a switched-off account look the same. */
export type SignInOutcome =
  | { kind: 'signed_in'; user: UserRecord }
  /** `subjectId` is for the audit log alone: whose account it was, if it was anybody's. */
  | { kind: 'mismatch'; subjectId: string | undefined }
  | { kind: 'throttled'; waitSeconds: number }

/** Checks who a person is by login name and password. */
@Injectable()
export class Accounts {
  constructor(
    private readonly users: UserStore,
    private readonly hasher: PasswordHasher,
    private readonly throttle: SignInThrottle,
  ) {}

  /**
   * *Enforces*: the same answer in the same time whether the account exists or not; tries are limited, by the very name
   * that is looked up.
   *
   * @throws OAuthError temporarily_unavailable when too many people sign in at once
   */
  async signIn(from: SignInAttempt, password: string): Promise<SignInOutcome> {
    const attempt = { ...from, login: from.login.trim().slice(0, MAX_LOGIN_LENGTH) }
    const waitSeconds = await this.throttle.admit(attempt)
    if (waitSeconds > 0) return { kind: 'throttled', waitSeconds }
    const user = await this.users.findByLogin(attempt.login)
    const matches = await this.hasher.matches(password, user?.passwordHash ?? undefined)
    if (!user || !matches || user.disabledAt) return { kind: 'mismatch', subjectId: user?.id }
    await this.throttle.succeeded(attempt)
    return { kind: 'signed_in', user }
  }
}
