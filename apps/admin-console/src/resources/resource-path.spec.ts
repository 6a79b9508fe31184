import { describe, expect, it } from '@jest/globals'
import { identifierOf, resourceIdOf, resourcePath } from './resource-path'

describe('the path of an API', () => {
  it.each(['https://orders.example/v1', 'urn:gatehouse:admin', 'https://xn--bcher-kva.example/ü?a>b'])(
    'holds %s as the admin API spells it (RFC 4648 §5), and gives it back',
    (identifier) => {
      expect(resourceIdOf(identifier)).toBe(Buffer.from(identifier, 'utf8').toString('base64url'))
      expect(identifierOf(resourceIdOf(identifier))).toBe(identifier)
      expect(resourcePath(identifier)).not.toMatch(/[+=%]|\/.*\/.*\//u)
    },
  )

  it.each(['*', '_w'])('is none where %s is no text in base64url', (id) => {
    expect(identifierOf(id)).toBeUndefined()
  })
})
