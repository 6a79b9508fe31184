import { describe, expect, it } from '@jest/globals'
import { type IncomingRequest } from '../../../http/incoming-request.js'
import { standIn } from '../../records.fixture.js'
import { PreparedDocument } from './prepared-document.js'

const asking = (tag?: string) =>
  standIn<IncomingRequest>({ header: (name) => (name === 'if-none-match' ? tag : undefined) })

describe('PreparedDocument (RFC 9110 §8.8.3)', () => {
  const document = new PreparedDocument({ a: 1 }, 'application/json', 300)

  it('answers the document with its tag, type and age', () => {
    const { status, headers, body } = document.answer(asking())
    expect(status).toBe(200)
    expect(JSON.parse((body as Buffer).toString('utf8'))).toEqual({ a: 1 })
    expect(headers).toEqual({
      'content-type': 'application/json',
      'cache-control': 'public, max-age=300',
      etag: expect.stringMatching(/^"[\w-]{22}"$/),
    })
  })

  it('answers 304 and no body to its own tag, and 200 to any other (RFC 9110 §13.1.2)', () => {
    const tag = document.answer(asking()).headers['etag']
    expect(document.answer(asking(tag))).toMatchObject({ status: 304, body: undefined })
    expect(document.answer(asking('"other"'))).toMatchObject({ status: 200 })
  })

  it('has another tag when the document is another', () => {
    const other = new PreparedDocument({ a: 2 }, 'application/json', 300)
    expect(other.answer(asking()).headers['etag']).not.toBe(document.answer(asking()).headers['etag'])
  })
})
