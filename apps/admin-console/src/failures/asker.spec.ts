import { describe, expect, it } from '@jest/globals'
import { askerOf, placeOf } from './asker'

describe('who could have sent a refused request', () => {
  it.each([
    ['/oauth2/authorize', 'client_secret_basic', 'anybody'],
    ['/oauth2/token', 'none', 'public-client'],
    ['/oauth2/token', 'private_key_jwt', 'client'],
  ])('at %s of a client with %s is %s (RFC 6749 §2.2)', (endpoint, method, asker) => {
    expect(askerOf(endpoint, method)).toBe(asker)
  })
})

describe('where a redirect URI leads', () => {
  it.each([
    ['https://shop.example/new', ['https://shop.example/cb'], { host: 'shop.example', isNew: false }],
    ['https://shop.example:8443/', ['https://shop.example/cb'], { host: 'shop.example:8443', isNew: true }],
    ['https://shop.example@evil.example/', ['https://shop.example/'], { host: 'evil.example', isNew: true }],
    ['https://sh\u043ep.example/', ['https://shop.example/'], { host: 'xn--shp-ted.example', isNew: true }],
    ['com.example.app:/cb', [], { host: 'com.example.app:', isNew: true }],
  ])('is the host of %s', (uri, registered, place) => {
    expect(placeOf(uri, registered)).toEqual(place)
  })
})
