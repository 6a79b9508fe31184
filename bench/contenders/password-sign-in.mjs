import { header } from '../load/connection.mjs'
import { CLIENT_ID, PASSWORD, REDIRECT_URI, usernameOf } from '../load/registration.mjs'

const MOST_HOPS = 3
const QUERY = new URLSearchParams({
  ...{ response_type: 'code', client_id: CLIENT_ID, redirect_uri: REDIRECT_URI, scope: 'openid', state: 's' },
  ...{ code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' },
}).toString()

/**
 * A person without a session follows a client's link, gets the sign-in page and types the password; ends with a code.
 * @param {import('../load/connection.mjs').Connection} connection @param {number} person
 */
export async function signInByPassword(connection, person) {
  const jar = new Map()
  /** @param {'GET' | 'POST'} method @param {string} path @param {string} [body] */
  const request = async (method, path, body) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const origin = body === undefined ? '' : `origin: http://${connection.host}\r\n`
    const headers = `${cookie ? `cookie: ${cookie}\r\n` : ''}${origin}`
    const answer = await connection.request(method, path, {
      headers,
      ...(body === undefined ? {} : { body }),
    })
    for (const [, name, value] of answer.head.matchAll(/\r\nset-cookie: ([^=]+)=([^;\r]*)/giu))
      jar.set(name, value)
    return answer
  }

  const first = await request('GET', `/oauth2/authorize?${QUERY}`)
  const page = await request('GET', header(first.head, 'location') ?? '')
  const form = /<form\s([^>]*\bid="sign-in"[^>]*)>([^]*?)<\/form>/u.exec(page.body)
  if (!form) throw new Error(`There is no sign-in page: ${page.status} ${page.body.slice(0, 200)}`)
  const [, attributes = '', inside = ''] = form
  const hidden = [...inside.matchAll(/<input\s([^>]*)>/gu)].map(([, input = '']) => [
    /\bname="([^"]*)"/u.exec(input)?.[1] ?? '',
    /\bvalue="([^"]*)"/u.exec(input)?.[1] ?? '',
  ])
  const typed = { username: usernameOf(person), password: PASSWORD }
  const body = new URLSearchParams({ ...Object.fromEntries(hidden), ...typed }).toString()
  const action = (/\baction="([^"]*)"/u.exec(attributes)?.[1] ?? '').replaceAll('&amp;', '&')
  let answer = await request('POST', action, body)
  for (let hops = 0; hops < MOST_HOPS; hops += 1) {
    const location = header(answer.head, 'location') ?? ''
    if (location.startsWith(`${REDIRECT_URI}?`) && new URL(location).searchParams.has('code')) return
    if (!location.startsWith('/')) break
    answer = await request('GET', location)
  }
  throw new Error(
    `Nobody is signed in: ${answer.status} ${answer.body.replaceAll(/<[^>]*>/gu, ' ').slice(0, 300)}`,
  )
}
