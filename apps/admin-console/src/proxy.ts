import { randomBytes } from 'node:crypto'
import { NextResponse, type NextRequest } from 'next/server'
import { consoleSettings, isDevelopment } from './config/environment'
import {
  contentSecurityPolicy,
  isTakenByAnotherSite,
  NONCE_HEADER,
  REQUEST_PATH_HEADER,
  securityHeaders,
} from './page-headers'

/** Gives every page its nonce, content policy and security headers. */
export function proxy(request: NextRequest): NextResponse {
  if (isTakenByAnotherSite(request.nextUrl.pathname, request.headers)) {
    return new NextResponse('Open this from the console.\n', { status: 403 })
  }
  const { issuer, consoleUrl } = consoleSettings()
  const nonce = randomBytes(18).toString('base64')
  const policy = contentSecurityPolicy(nonce, issuer, isDevelopment())

  const requestHeaders = new Headers(request.headers)
  requestHeaders.set(NONCE_HEADER, nonce)
  requestHeaders.set(REQUEST_PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search)
  requestHeaders.set('Content-Security-Policy', policy)

  const response = NextResponse.next({ request: { headers: requestHeaders } })
  response.headers.set('Content-Security-Policy', policy)
  for (const [name, value] of Object.entries(securityHeaders(consoleUrl))) response.headers.set(name, value)
  return response
}

export const config = { matcher: ['/((?!_next/static|_next/image).*)'] }
