import { NextResponse } from 'next/server'
import { consoleParts } from '../../console'
import type { SignInFailure } from '../../sign-in/sign-in-failure'

/** A redirect that the browser follows with GET and never keeps. @see RFC 9110 §15.4.4 */
export const seeOther = (location: URL): NextResponse =>
  new NextResponse(null, { status: 303, headers: { Location: location.href, 'Cache-Control': 'no-store' } })

/** A redirect to a page of the console, at its public URL. */
export const seeOwnPage = (path: string): NextResponse =>
  seeOther(new URL(path, consoleParts().settings.consoleUrl))

/** A redirect to the page that explains a failed sign-in. */
export const seeFailure = (failure: SignInFailure): NextResponse =>
  seeOwnPage(`/sign-in-failed?${new URLSearchParams({ ...failure })}`)
