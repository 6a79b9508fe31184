import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { OAuthError } from './oauth-error.js'
import { parsePrompt } from './prompt.js'

const INTERACTIVE = ['login', 'consent', 'select_account']

describe('parsePrompt', () => {
  it.each([undefined, '', ' '])('reads %j as no prompt (RFC 6749 §3.1)', (value) => {
    expect(parsePrompt(value).size).toBe(0)
  })

  it('accepts none alone, also twice (OIDC Core §3.1.2.1)', () => {
    expect([...parsePrompt('none')]).toStrictEqual(['none'])
    expect([...parsePrompt('none none')]).toStrictEqual(['none'])
  })

  it.each(INTERACTIVE)('refuses none with %s, in either order (OIDC Core §3.1.2.1)', (prompt) => {
    for (const value of [`none ${prompt}`, `${prompt} none`]) {
      expect(() => parsePrompt(value)).toThrow(
        expect.objectContaining({ code: 'invalid_request', status: 400 }),
      )
    }
  })

  it.each([
    'create',
    'Login',
    'NONE',
    'login,consent',
    'login\tconsent',
    'login\n',
    'constructor',
    'login+consent',
  ])('refuses %j with invalid_request (OIDC Core §3.1.2.1)', (value) => {
    expect(() => parsePrompt(value)).toThrow(expect.objectContaining({ code: 'invalid_request' }))
  })

  it('accepts the interactive prompts in any combination (OIDC Core §3.1.2.1)', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...INTERACTIVE)), (prompts) => {
        expect(parsePrompt(prompts.join(' '))).toStrictEqual(new Set(prompts))
      }),
    )
  })

  it('for any text gives known prompts or invalid_request, and nothing else (OIDC Core §3.1.2.1)', () => {
    const words = fc.array(fc.constantFrom('none', ...INTERACTIVE, 'x', '')).map((parts) => parts.join(' '))
    fc.assert(
      fc.property(fc.oneof(words, fc.string()), (text) => {
        try {
          const prompts = parsePrompt(text)
          expect(prompts.has('none') && prompts.size > 1).toBe(false)
          for (const prompt of prompts) expect(['none', ...INTERACTIVE]).toContain(prompt)
        } catch (error) {
          expect(error).toBeInstanceOf(OAuthError)
          expect(error).toHaveProperty('code', 'invalid_request')
        }
      }),
    )
  })
})
