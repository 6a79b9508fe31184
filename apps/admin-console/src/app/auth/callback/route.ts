import type { NextRequest, NextResponse } from 'next/server'
import { consoleParts } from '../../../console'
import { SESSION_LIFETIME_SECONDS } from '../../../session/session-store'
import { seeFailure, seeOwnPage } from '../redirection'

/** Receives the authorization response and begins the session. @see OIDC Core §3.1.2.5 */
export async function GET(request: NextRequest): Promise<NextResponse> {
  const { cookies, signIn } = consoleParts()
  const parameters = request.nextUrl.searchParams
  const pendingName = cookies.pendingSignInName(parameters.get('state') ?? '')
  const finished = await signIn.finish(
    parameters,
    request.cookies.get(pendingName)?.value,
    request.cookies.get(cookies.sessionName)?.value,
    new Date(),
  )

  const response =
    finished.failure === undefined ? seeOwnPage(finished.returnPath) : seeFailure(finished.failure)
  if (request.cookies.has(pendingName)) response.cookies.set(pendingName, '', cookies.attributes(0))
  if (finished.sessionId !== undefined) {
    response.cookies.set(
      cookies.sessionName,
      finished.sessionId,
      cookies.attributes(SESSION_LIFETIME_SECONDS),
    )
  }
  return response
}
