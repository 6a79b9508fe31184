import { OAuthError } from './oauth-error.js'

const PROMPTS = ['none', 'login', 'consent', 'select_account'] as const

/** What the client wants the person to be asked, or `none` for nothing at all (OIDC Core §3.1.2.1). */
export type Prompt = (typeof PROMPTS)[number]

/**
 * Reads the `prompt` parameter; absent or empty is the empty set. Superfluous spaces are ignored.
 *
 * @throws OAuthError `invalid_request` where a word is unknown or `none` stands with another
 * @see OIDC Core §3.1.2.1
 */
export function parsePrompt(value: string | undefined): ReadonlySet<Prompt> {
  const prompts = new Set<Prompt>()
  for (const word of (value ?? '').split(' ').filter((part) => part !== '')) {
    if (!isPrompt(word)) throw refusal('A prompt is not known.', word)
    prompts.add(word)
  }
  if (prompts.has('none') && prompts.size > 1) {
    throw refusal('The prompt none cannot be combined with another.', [...prompts].join(' '))
  }
  return prompts
}

function isPrompt(word: string): word is Prompt {
  return (PROMPTS as readonly string[]).includes(word)
}

function refusal(description: string, got: string): OAuthError {
  return new OAuthError('invalid_request', {
    description,
    detail: {
      rule: 'prompt is none, or any of login, consent and select_account.',
      expected: PROMPTS.join(', '),
      got: JSON.stringify(got),
      reference: 'OIDC Core §3.1.2.1',
    },
  })
}
