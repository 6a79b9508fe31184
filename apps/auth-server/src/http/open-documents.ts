import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger } from 'fastify'
import type { Answer } from './answer.js'
import { ALLOW_EVERY_ORIGIN } from './cors.js'
import type { PreparedDocument } from './prepared-document.js'
import { requestAnswered } from './request-log.js'
import { newTraceId } from './trace-ids.js'

/** A document as it is now. */
type CurrentDocument = () => PreparedDocument

/**
 * Documents that are the same for everybody, answered where requests arrive: nothing about the caller is to be found out,
 * so nothing of what a request goes through otherwise has anything to do. Each stands at a route as well, which answers the
 * same to whoever asks in another way, by HEAD or with a query.
 *
 * *Never*: answers what depends on who asks.
 *
 * @see docs/adr/0037-documents-answered-at-the-door.md
 */
export class OpenDocuments {
  private readonly documents = new Map<string, CurrentDocument>()
  private readonly common: readonly string[]

  /** @param headers that every answer of the server carries */
  constructor(
    headers: Readonly<Record<string, string>>,
    private readonly log: FastifyBaseLogger,
  ) {
    this.common = [...Object.entries(headers).flat(), ...Object.entries(ALLOW_EVERY_ORIGIN).flat()]
  }

  /** Answers GET at this path with the document that `current` gives then. */
  offer(path: string, current: CurrentDocument): void {
    this.documents.set(path, current)
  }

  /** Where documents are offered; a public route must stand at each of them. */
  get paths(): readonly string[] {
    return [...this.documents.keys()]
  }

  /** Leaves every request to the routes, which tell a caller that the connection ends. */
  withdraw(): void {
    this.documents.clear()
  }

  /** Answers the request, if it asks for a document that is offered; else returns false and leaves it alone. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const { method, url = '' } = request
    const current = method === 'GET' ? this.documents.get(url) : undefined
    if (!current) return false
    const traceId = newTraceId()
    const answer = current().answerTo(request.headers['if-none-match'])
    response.writeHead(answer.status, ['x-request-id', traceId, ...this.common, ...headersOf(answer)])
    response.end(answer.body)
    requestAnswered(this.log, { traceId, method: 'GET', path: url, status: answer.status, durationMs: 0 })
    return true
  }
}

const HEADERS = new WeakMap<Answer, string[]>()

/** Names and values in turn, as Node.js writes them; made once for each document. */
function headersOf(answer: Answer): string[] {
  const known = HEADERS.get(answer)
  if (known) return known
  const headers = Object.entries(answer.headers).flat()
  if (answer.body instanceof Buffer) headers.push('content-length', String(answer.body.length))
  HEADERS.set(answer, headers)
  return headers
}
