import { OAuthError } from '@gatehouse/protocol'

/** Longest value of one parameter, in characters; assertions are the longest that are honest. */
const MAX_VALUE_LENGTH = 16_384

/**
 * Parameters of a protocol request, from a form or a query.
 *
 * Enforces: an empty value is an absent one; unknown names are ignored; a repeated name is refused.
 *
 * @see RFC 6749 §3.1, §3.2
 */
export class OAuthParameters {
  /** Every value of each name, in order. */
  private readonly values = new Map<string, string[]>()
  private unfit: readonly string[] | undefined

  private constructor(private readonly pairs: URLSearchParams) {
    pairs.forEach((value, name) => {
      const known = this.values.get(name)
      if (known) known.push(value)
      else this.values.set(name, [value])
    })
  }

  /** @param encoded `application/x-www-form-urlencoded` text, of a body or of a query without its `?`. */
  static parse(encoded: string): OAuthParameters {
    return new OAuthParameters(new URLSearchParams(encoded))
  }

  static of(record: Record<string, string>): OAuthParameters {
    return new OAuthParameters(new URLSearchParams(record))
  }

  /** The value, or undefined when it is absent or empty. */
  get(name: string): string | undefined {
    return this.values.get(name)?.[0] || undefined
  }

  /** @throws OAuthError invalid_request when the parameter is absent. */
  require(name: string): string {
    const value = this.get(name)
    if (value !== undefined) return value
    throw new OAuthError('invalid_request', {
      description: `The parameter ${name} is missing`,
      detail: { rule: 'parameter.missing', expected: name, reference: 'RFC 6749 §5.2' },
    })
  }

  /** Every value that is not empty, for the few parameters that may repeat (RFC 8707 §2). */
  all(name: string): string[] {
    return this.values.get(name)?.filter(Boolean) ?? []
  }

  /** Names that came more than once, too long or with U+0000, except `resource`, which may repeat (RFC 8707 §2). */
  malformed(): readonly string[] {
    return (this.unfit ??= [...this.values].filter(isMalformed).map(([name]) => name))
  }

  /** @throws OAuthError invalid_request when a parameter came more than once (RFC 6749 §3.2). */
  refuseMalformed(): void {
    const [name] = this.malformed()
    if (name === undefined) return
    throw new OAuthError('invalid_request', {
      description: 'A parameter came more than once, is too long or holds U+0000',
      detail: { rule: 'parameter.repeated', got: name, reference: 'RFC 6749 §3.2' },
    })
  }

  /** All of it, encoded again, repeated names included. */
  toString(): string {
    return this.pairs.toString()
  }

  /** For keeping a request while a person acts. Only well-formed parameters are kept whole. */
  toRecord(): Record<string, string> {
    return Object.fromEntries([...this.pairs].filter(([, value]) => value !== ''))
  }
}

function isMalformed([name, values]: [string, string[]]): boolean {
  const isRepeated = values.length > 1 && name !== 'resource'
  return isRepeated || values.some((value) => value.length > MAX_VALUE_LENGTH || value.includes('\0'))
}
