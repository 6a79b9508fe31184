import { describe, expect, it } from '@jest/globals'
import { roleOf, rolePath } from './role-path'

describe('the path of a role', () => {
  it('leads back to the API and the role, whatever characters they hold', () => {
    const [, , id = '', role = ''] = rolePath('https://a.example/v1?x', 'lead/ä%').split('/')
    expect(roleOf({ id, role })).toEqual({ resource: 'https://a.example/v1?x', role: 'lead/ä%' })
  })

  it('names no API that there could be, where it was typed wrongly', () => {
    expect(roleOf({ id: '*', role: '%' })).toEqual({ resource: 'urn:none', role: '%' })
  })
})
