import { describe, expect, it } from '@jest/globals'
import { Given, whatIsGiven } from './given.js'
import { BadValue } from '../registration/refusals.js'

const refuse = (text: string): string => {
  throw new BadValue(`"${text}" is wrong`)
}
const same = (text: string) => text

describe('options on the line', () => {
  it('that are absent change nothing; that are empty take away', () => {
    const given = new Given({ logo: '', scope: [''], name: 'Ada' })
    expect(given.one('absent', refuse)).toBeUndefined()
    expect(given.oneOrNone('logo', refuse)).toBeNull()
    expect(given.many('scope', refuse)).toEqual([])
    expect(given.words('absent', refuse)).toBeUndefined()
    expect(whatIsGiven<{ a: string; b: null }>({ a: undefined, b: null })).toEqual({ b: null })
  })

  it('that may be repeated come out once each; words may share a value', () => {
    const given = new Given({ scope: ['openid profile', 'openid'], contact: ['A B', 'A B'] })
    expect(given.words('scope', same)).toEqual(['openid', 'profile'])
    expect(given.many('contact', same)).toEqual(['A B'])
  })

  it('are refused with their name, and when one that stands alone is repeated', () => {
    expect(() => new Given({ name: 'x' }).one('name', refuse)).toThrow('--name: "x" is wrong')
    expect(() => new Given({ uri: ['x'] }).many('uri', refuse)).toThrow('--uri: "x" is wrong')
    expect(() => new Given({ name: ['x', 'y'] }).one('name', same)).toThrow('--name: is given twice')
    expect(() => new Given({ json: [true, false] }).flag('json')).toThrow('--json: is given twice')
  })
})
