import { createParamDecorator, type ExecutionContext } from '@nestjs/common'
import { parseCookie } from 'cookie'
import type { FastifyRequest } from 'fastify'
import { OAuthError } from '@gatehouse/protocol'
import { networkOf } from './network.js'
import { OAuthParameters } from './oauth-parameters.js'

/** The part of an HTTP request that rooms may see. */
export class IncomingRequest {
  private parsed: OAuthParameters | undefined
  private cookies: Record<string, string | undefined> | undefined
  /** The client that the request names, as soon as somebody knows it; for failure records. */
  clientId: string | undefined

  constructor(private readonly request: FastifyRequest) {}

  /** Names this request in logs, failure records and on error pages. */
  get traceId(): string {
    return this.request.id
  }

  get method(): string {
    return this.request.method
  }

  /** Path without its query. */
  get path(): string {
    return this.request.url.split('?', 1)[0] ?? ''
  }

  /** Address of the caller; forwarded headers count only from trusted proxies. */
  get ipAddress(): string {
    return this.request.ip
  }

  /** What counts as one caller where callers are counted: the address, or the /64 of an IPv6 address. */
  get network(): string {
    return networkOf(this.ipAddress)
  }

  get userAgent(): string | undefined {
    return this.header('user-agent')?.slice(0, 512)
  }

  /** Who called, for audit events. */
  get scene(): { ipAddress: string; userAgent: string | null; traceId: string } {
    return { ipAddress: this.ipAddress, userAgent: this.userAgent ?? null, traceId: this.traceId }
  }

  get authorization(): string | undefined {
    return this.header('authorization')
  }

  /** Value of a header that may come once. */
  header(name: string): string | undefined {
    const value = this.request.headers[name]
    return Array.isArray(value) ? value[0] : value
  }

  cookie(name: string): string | undefined {
    return (this.cookies ??= parseCookie(this.request.headers.cookie ?? ''))[name]
  }

  routeParameter(name: string): string {
    return (this.request.params as Record<string, string>)[name] ?? ''
  }

  /**
   * The body's parameters for POST, the query's for GET.
   *
   * @throws OAuthError invalid_request when a POST is not `application/x-www-form-urlencoded` (RFC 6749 §3.2)
   */
  get parameters(): OAuthParameters {
    return (this.parsed ??= this.method === 'POST' ? this.formParameters() : this.queryParameters())
  }

  /** The query's parameters, whatever the method. */
  get query(): OAuthParameters {
    return this.queryParameters()
  }

  private queryParameters(): OAuthParameters {
    const start = this.request.url.indexOf('?')
    return OAuthParameters.parse(start < 0 ? '' : this.request.url.slice(start + 1))
  }

  private formParameters(): OAuthParameters {
    const body = this.request.body
    if (typeof body === 'string') return OAuthParameters.parse(body)
    if (this.header('content-length') === '0' || body === undefined || body === null)
      return OAuthParameters.parse('')
    throw new OAuthError('invalid_request', {
      description: 'The body must be application/x-www-form-urlencoded',
      detail: {
        rule: 'form.media_type',
        got: this.header('content-type') ?? 'no media type',
        reference: 'RFC 6749 §3.2',
      },
    })
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What rooms see of the request; null until one looks. */
    incoming: IncomingRequest | null
  }
}

/** The one `IncomingRequest` of a request, so that parameters are parsed once. */
export function incomingFrom(request: FastifyRequest): IncomingRequest {
  return (request.incoming ??= new IncomingRequest(request))
}

/** The same, for guards. */
export function incomingOf(context: ExecutionContext): IncomingRequest {
  return incomingFrom(context.switchToHttp().getRequest<FastifyRequest>())
}

/** Hands the request to a controller as an `IncomingRequest`. */
export const Incoming = createParamDecorator((_: unknown, context: ExecutionContext) => incomingOf(context))
