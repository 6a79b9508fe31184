import * as oidc from 'openid-client'
import type { ApiRequest } from './api-request.js'

/** What an API answered. */
export interface ApiAnswer {
  response: Response
  /** True when a new token may help: 401 that blames the token or nothing in particular (RFC 6750 §3.1). */
  refusesToken: boolean
}

/**
 * Sends one call with a token, and with a proof where there is a key; answers a nonce challenge by itself, once.
 *
 * @throws what `fetch` throws, unchanged
 * @see RFC 6750 §2.1, RFC 9449 §7, §9
 */
export async function sendWithToken(
  call: ApiRequest,
  accessToken: string,
  dpop: oidc.DPoPHandle | undefined,
): Promise<ApiAnswer> {
  let last: Response | undefined
  let failure: { error: unknown } | undefined
  const configuration = new oidc.Configuration({ issuer: call.url.origin }, 'token-client')
  configuration.timeout = 0
  oidc.allowInsecureRequests(configuration)
  configuration[oidc.customFetch] = async (_, { headers }) => {
    const request = call.take()
    // There is nothing left to send: the challenge stands.
    if (!request) return last ?? Response.error()
    for (const name of ['authorization', 'dpop']) {
      const value = headers[name]
      if (value === undefined) request.headers.delete(name)
      else request.headers.set(name, value)
    }
    try {
      await last?.body?.cancel()
      return (last = await fetch(request))
    } catch (error) {
      failure = { error }
      throw error
    }
  }
  const options = dpop ? { DPoP: dpop } : {}
  try {
    const response = await oidc.fetchProtectedResource(
      configuration,
      accessToken,
      call.url,
      call.method,
      null,
      new Headers(),
      options,
    )
    return { response, refusesToken: response.status === 401 }
  } catch (error) {
    if (failure) throw failure.error
    if (!(error instanceof oidc.WWWAuthenticateChallengeError)) throw error
    return { response: error.response, refusesToken: error.status === 401 && blamesToken(error) }
  }
}

function blamesToken({ cause: challenges }: oidc.WWWAuthenticateChallengeError): boolean {
  const reasons = challenges.map(
    ({ parameters }) => (parameters as Record<string, string | undefined>)['error'],
  )
  return reasons.every((reason) => reason === undefined || reason === 'invalid_token')
}
