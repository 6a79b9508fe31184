import type { Readable } from 'node:stream'

/** A cookie to set; `maxAgeSeconds` 0 deletes it. */
export interface AnswerCookie {
  name: string
  value: string
  /** Absent means until the browser closes. */
  maxAgeSeconds?: number
}

/**
 * What a controller answers: a value, so that no room but `http/` knows the web framework.
 * Answers are `no-store` unless they say otherwise (RFC 6749 §5.1).
 */
export class Answer {
  readonly cookies: AnswerCookie[] = []

  private constructor(
    readonly status: number,
    readonly headers: Record<string, string>,
    readonly body: string | Buffer | Readable | undefined,
  ) {}

  static json(value: unknown, options: { status?: number; headers?: Record<string, string> } = {}): Answer {
    return new Answer(
      options.status ?? 200,
      { 'content-type': 'application/json; charset=utf-8', ...options.headers },
      JSON.stringify(value),
    )
  }

  /** Bytes prepared beforehand, such as metadata. */
  static prepared(body: Buffer | undefined, status: number, headers: Record<string, string>): Answer {
    return new Answer(status, headers, body)
  }

  /** A JWT as the whole body, such as a signed userinfo response (OIDC Core §5.3.2). */
  static jwt(token: string): Answer {
    return new Answer(200, { 'content-type': 'application/jwt' }, token)
  }

  /** Server-sent events, for as long as the stream goes on. */
  static eventStream(events: Readable): Answer {
    return new Answer(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }, events)
  }

  /** A file to keep, written while it is read. */
  static download(content: Readable, mediaType: string, fileName: string): Answer {
    const headers = { 'content-type': mediaType, 'content-disposition': `attachment; filename="${fileName}"` }
    return new Answer(200, headers, content)
  }

  static empty(status = 200): Answer {
    return new Answer(status, {}, '')
  }

  /**
   * A hosted page.
   *
   * @param formActionOrigin origin that a posted form may lead to after redirects; browsers check `form-action`
   * against the whole chain, so a page on the way to a client must name the client's origin.
   */
  static page(
    html: string,
    options: {
      status?: number
      formActionOrigin?: string | undefined
      retryAfterSeconds?: number | undefined
    } = {},
  ): Answer {
    const formAction = ["'self'", options.formActionOrigin].filter(Boolean).join(' ')
    return new Answer(
      options.status ?? 200,
      {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy':
          "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'; " +
          `img-src 'self' data: https:; base-uri 'none'; frame-ancestors 'none'; form-action ${formAction}`,
        'x-frame-options': 'DENY',
        ...(options.retryAfterSeconds === undefined
          ? {}
          : { 'retry-after': String(options.retryAfterSeconds) }),
      },
      html,
    )
  }

  /** 303 See Other: the browser follows with GET whatever the method was (RFC 9700 §4.12). */
  static seeOther(location: string): Answer {
    return new Answer(303, { location }, '')
  }

  withHeader(name: string, value: string): Answer {
    const answer = new Answer(this.status, { ...this.headers, [name]: value }, this.body)
    answer.cookies.push(...this.cookies)
    return answer
  }

  withCookie(cookie: AnswerCookie): this {
    this.cookies.push(cookie)
    return this
  }
}
