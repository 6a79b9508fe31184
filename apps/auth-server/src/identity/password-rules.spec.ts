import { describe, expect, it } from '@jest/globals'
import { passwordProblem } from './password-rules.js'

describe('passwordProblem (NIST SP 800-63B §5.1.1.2)', () => {
  it.each([
    ['', 'too_short'],
    ['seven77', 'too_short'],
    ['🔑🔑🔑🔑🔑🔑🔑', 'too_short'],
    ['x'.repeat(257), 'too_long'],
    ['password', 'common'],
    ['PassWord123', 'common'],
    ['12345678', 'common'],
    ['fussball', 'common'],
  ] as const)('%s is %s', (password, problem) => {
    expect(passwordProblem(password)).toBe(problem)
  })

  it.each(['eight888', '🔑🔑🔑🔑🔑🔑🔑🔑', '🔑'.repeat(256), 'all lower case words', '        ', 'ÄÖÜäöüß!'])(
    '%s is taken: no character classes are asked for, and characters count, not bytes',
    (password) => {
      expect(passwordProblem(password)).toBeUndefined()
    },
  )
})
