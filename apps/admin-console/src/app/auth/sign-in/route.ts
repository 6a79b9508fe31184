import type { NextRequest, NextResponse } from 'next/server'
import { consoleParts } from '../../../console'
import { resolveLocale } from '../../../i18n/locales'
import { MAX_PENDING_SIGN_INS } from '../../../session/cookies'
import { PENDING_SIGN_IN_SECONDS } from '../../../sign-in/pending-sign-in'
import { safeReturnPath } from '../../../sign-in/return-path'
import { seeFailure, seeOther } from '../redirection'

/** Sends the browser to the authorization server. @see OIDC Core §3.1.2.1 */
export async function GET(request: NextRequest): Promise<NextResponse> {
  const { settings, cookies, signIn } = consoleParts()
  const returnPath = safeReturnPath(request.nextUrl.searchParams.get('return_to'), settings.consoleUrl)
  const begun = await signIn.begin(returnPath, resolveLocale(request.cookies, request.headers), new Date())
  if ('failure' in begun) return seeFailure(begun.failure)

  const response = seeOther(begun.location)
  const pending = request.cookies.getAll().filter(({ name }) => cookies.isPendingSignIn(name))
  if (pending.length >= MAX_PENDING_SIGN_INS) {
    for (const { name } of pending) response.cookies.set(name, '', cookies.attributes(0))
  }
  response.cookies.set(
    cookies.pendingSignInName(begun.state),
    begun.cookieValue,
    cookies.attributes(PENDING_SIGN_IN_SECONDS),
  )
  return response
}
