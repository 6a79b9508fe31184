import { OAuthError } from './oauth-error.js'

/** How one claim is asked for (OIDC Core §5.5.1). */
export interface ClaimRequest {
  /** Absent means voluntary. */
  essential?: boolean
  value?: unknown
  /** Acceptable values, the preferred first. */
  values?: unknown[]
}

/** Claims asked for one by one; null asks for the claim with nothing further said. */
export interface ClaimsRequest {
  userinfo: Record<string, ClaimRequest | null>
  id_token: Record<string, ClaimRequest | null>
}

/**
 * Reads the `claims` parameter. Members that are not understood are left out; an absent `userinfo` or `id_token` is
 * empty.
 *
 * @throws OAuthError `invalid_request` where the text is no JSON object or a member has the wrong type
 * @see OIDC Core §5.5
 */
export function parseClaimsRequest(json: string): ClaimsRequest {
  const request = parseJson(json)
  if (!isObject(request)) throw malformed('the parameter is not a JSON object')
  return {
    userinfo: readClaims(request, 'userinfo'),
    id_token: readClaims(request, 'id_token'),
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw malformed('the parameter is not JSON', cause)
  }
}

function readClaims(
  request: Record<string, unknown>,
  member: keyof ClaimsRequest,
): ClaimsRequest['userinfo'] {
  const claims = Object.hasOwn(request, member) ? request[member] : {}
  if (!isObject(claims)) throw malformed(`${member} is not an object`)
  // Object.fromEntries defines members, where assignment would run the setter of `__proto__`.
  return Object.fromEntries(
    Object.entries(claims).map(([name, asked]) => [
      name,
      asked === null ? null : readClaim(member, name, asked),
    ]),
  )
}

function readClaim(member: string, name: string, asked: unknown): ClaimRequest {
  const place = `${member}.${name}`
  if (!isObject(asked)) throw malformed(`${place} is neither null nor an object`)
  const { essential, value, values } = asked
  if (essential !== undefined && typeof essential !== 'boolean')
    throw malformed(`${place}.essential is not a boolean`)
  if (values !== undefined && !Array.isArray(values)) throw malformed(`${place}.values is not an array`)
  return {
    ...(essential !== undefined && { essential }),
    ...(value !== undefined && { value }),
    ...(values !== undefined && { values: values as unknown[] }),
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function malformed(problem: string, cause?: unknown): OAuthError {
  return new OAuthError('invalid_request', {
    description: 'The claims parameter is malformed.',
    detail: {
      rule: 'The claims parameter is a JSON object with the members userinfo and id_token.',
      expected: '{"userinfo":{"email":null},"id_token":{"acr":{"essential":true}}}',
      got: problem,
      reference: 'OIDC Core §5.5',
    },
    cause,
  })
}
