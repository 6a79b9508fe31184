import { sha256Base64url } from '@gatehouse/protocol'
import { Answer } from '../../../http/answer.js'
import type { IncomingRequest } from '../../../http/incoming-request.js'

/** A JSON document that is the same for everybody: serialised once, answered with an entity tag (RFC 9110 §8.8.3). */
export class PreparedDocument {
  private readonly body: Buffer
  private readonly headers: Record<string, string>

  /** @param maxAgeSeconds how long caches may keep it */
  constructor(value: object, mediaType: string, maxAgeSeconds: number) {
    const text = JSON.stringify(value)
    this.body = Buffer.from(text)
    this.headers = {
      'content-type': mediaType,
      'cache-control': `public, max-age=${maxAgeSeconds}`,
      etag: `"${sha256Base64url(text).slice(0, 22)}"`,
    }
  }

  answer(request: IncomingRequest): Answer {
    const known = request.header('if-none-match') === this.headers['etag']
    return known
      ? Answer.prepared(undefined, 304, this.headers)
      : Answer.prepared(this.body, 200, this.headers)
  }
}
