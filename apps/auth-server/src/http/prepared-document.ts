import { sha256Base64url } from '@gatehouse/protocol'
import { Answer } from './answer.js'

/** A JSON document that is the same for everybody: serialised once, answered with an entity tag (RFC 9110 §8.8.3). */
export class PreparedDocument {
  private readonly whole: Answer
  private readonly unchanged: Answer
  private readonly tag: string

  /** @param maxAgeSeconds how long caches may keep it */
  constructor(value: object, mediaType: string, maxAgeSeconds: number) {
    const text = JSON.stringify(value)
    this.tag = `"${sha256Base64url(text).slice(0, 22)}"`
    const headers = {
      'content-type': mediaType,
      'cache-control': `public, max-age=${maxAgeSeconds}`,
      etag: this.tag,
    }
    this.whole = Answer.prepared(Buffer.from(text), 200, headers)
    this.unchanged = Answer.prepared(undefined, 304, headers)
  }

  /** @param knownTag `If-None-Match` of the request (RFC 9110 §13.1.2) */
  answerTo(knownTag: string | undefined): Answer {
    return knownTag === this.tag ? this.unchanged : this.whole
  }
}
