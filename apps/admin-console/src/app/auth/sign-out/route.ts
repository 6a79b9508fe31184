import { NextResponse, type NextRequest } from 'next/server'
import { consoleParts } from '../../../console'
import { isFormToken, sessionKeyOf } from '../../../session/session-id'
import { isOwnPost, signOut } from '../../../sign-in/sign-out'
import { seeOther, seeOwnPage } from '../redirection'

/** Name of the form field that carries the form token. */
const FORM_TOKEN_FIELD = 'form_token'

/** Ends the session here and goes on to end it at the authorization server. @see OIDC RP-Initiated Logout §2 */
export async function POST(request: NextRequest): Promise<NextResponse> {
  const { settings, cookies, store, server } = consoleParts()
  if (!isOwnPost(request.headers, settings.consoleUrl)) return forbidden()
  const sessionId = request.cookies.get(cookies.sessionName)?.value
  if (sessionId === undefined) return seeOwnPage('/signed-out')

  const key = sessionKeyOf(sessionId)
  const form = await request.formData().catch(() => undefined)
  if (!isFormToken(settings.secret, key, form?.get(FORM_TOKEN_FIELD))) return forbidden()

  const elsewhere = await signOut(store, server, key, new Date())
  const response = elsewhere === undefined ? seeOwnPage('/signed-out?only=console') : seeOther(elsewhere)
  response.cookies.set(cookies.sessionName, '', cookies.attributes(0))
  return response
}

const forbidden = (): NextResponse =>
  new NextResponse('This request did not come from the console. Go back, reload the page and try again.\n', {
    status: 403,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  })
