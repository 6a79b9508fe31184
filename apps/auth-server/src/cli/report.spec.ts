import { describe, expect, it } from '@jest/globals'
import { factSheet, table } from './report.js'

describe('what a command says', () => {
  it('stands in aligned columns, a line for each entry, without what has no value', () => {
    const sheet = factSheet({
      client_id: 'shop',
      logo_uri: null,
      contacts: [],
      uris: ['https://a', 'https://b'],
      exempt: false,
      secrets: [{ name: 'first', at: new Date(0), expires_at: null }],
      jwks: { keys: [{ kty: 'EC' }] },
      formatted: '1 Road\nTown',
    })
    expect(sheet.split('\n')).toEqual([
      'client_id  shop',
      'uris       https://a',
      '           https://b',
      'exempt     false',
      'secrets    name first, at 1970-01-01T00:00:00.000Z',
      'jwks       {"keys":[{"kty":"EC"}]}',
      'formatted  1 Road',
      '           Town',
    ])
  })

  it('lists rows under headings', () => {
    expect(
      table(
        ['ID', 'NAME'],
        [
          ['longer', 'A'],
          ['x', ''],
        ],
      ),
    ).toBe('ID      NAME\nlonger  A\nx')
    expect(table(['ID', 'NAME'], [])).toBe('ID  NAME')
  })
})
