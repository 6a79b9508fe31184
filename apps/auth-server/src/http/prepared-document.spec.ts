import { describe, expect, it } from '@jest/globals'
import { PreparedDocument } from './prepared-document.js'

describe('PreparedDocument (RFC 9110 §8.8.3)', () => {
  const document = new PreparedDocument({ a: 1 }, 'application/json', 300)

  it('answers the document with its tag, type and age', () => {
    const { status, headers, body } = document.answerTo(undefined)
    expect(status).toBe(200)
    expect(JSON.parse((body as Buffer).toString('utf8'))).toEqual({ a: 1 })
    expect(headers).toEqual({
      'content-type': 'application/json',
      'cache-control': 'public, max-age=300',
      etag: expect.stringMatching(/^"[\w-]{22}"$/),
    })
  })

  it('answers 304 and no body to its own tag, and 200 to any other (RFC 9110 §13.1.2)', () => {
    const tag = document.answerTo(undefined).headers['etag']
    expect(document.answerTo(tag)).toMatchObject({ status: 304, body: undefined })
    expect(document.answerTo('"other"')).toMatchObject({ status: 200 })
  })

  it('has another tag when the document is another', () => {
    const other = new PreparedDocument({ a: 2 }, 'application/json', 300)
    expect(other.answerTo(undefined).headers['etag']).not.toBe(document.answerTo(undefined).headers['etag'])
  })
})
