import { describe, expect, it } from '@jest/globals'
import { metadataUrlOf } from './protected-resource.js'

describe('metadataUrlOf', () => {
  it.each([
    ['https://api.example', 'https://api.example/.well-known/oauth-protected-resource'],
    ['https://api.example/', 'https://api.example/.well-known/oauth-protected-resource'],
    ['https://api.example/bank', 'https://api.example/.well-known/oauth-protected-resource/bank'],
    ['https://api.example/bank?k=v', 'https://api.example/.well-known/oauth-protected-resource/bank?k=v'],
  ])('puts the well-known part between host and path of %s (RFC 9728 §3.1)', (resource, url) => {
    expect(metadataUrlOf(resource)).toBe(url)
  })

  it.each(['urn:example:bank', 'bank', 'ftp://api.example'])('knows none for %s', (resource) => {
    expect(metadataUrlOf(resource)).toBeUndefined()
  })
})
