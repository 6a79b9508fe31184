/** The cookies that one server set, by name. */
export class CookieJar {
  private readonly values = new Map<string, string>()

  /** The `Cookie` header. */
  get header(): string {
    return [...this.values].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** Takes what a response sets, and drops what it ends with `Max-Age=0` (RFC 6265 §5.3). */
  keep(response: Response): void {
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = cookie.split(';').map((part) => part.trim())
      const [name = '', ...value] = pair.split('=')
      const isEnded = attributes.some((attribute) => /^max-age=0$/iu.test(attribute))
      if (isEnded) this.values.delete(name)
      else this.values.set(name, value.join('='))
    }
  }
}
