import { beforeAll, describe, expect, it } from '@jest/globals'
import { createHash, randomBytes } from 'node:crypto'
import { runningGatehouse, START_TIMEOUT, type RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import { ScriptedPerson } from '../person/scripted-person.js'
import { expectTokenError, expectTokenResponse } from './checks.js'
import { TestedClient, type Outcome } from './tested-client.js'

describe('PKCE', () => {
  const verifier = randomBytes(32).toString('base64url')
  const challenge = {
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }
  let gatehouse: RunningGatehouse
  let exempt: TestedClient
  let ordinary: TestedClient
  let person: ScriptedPerson

  beforeAll(async () => {
    gatehouse = await runningGatehouse()
    exempt = await TestedClient.register(gatehouse, { name: 'Exempt client' })
    ordinary = await TestedClient.register(gatehouse, { name: 'Ordinary client', pkceExempt: false })
    person = new ScriptedPerson(gatehouse.issuer, gatehouse.demo)
    await exempt.signIn(person)
  }, START_TIMEOUT)

  const redeem = (client: TestedClient, outcome: Outcome, code_verifier?: string) =>
    client.tokenRequest({ ...client.codeForm(outcome), ...(code_verifier ? { code_verifier } : {}) })

  it('oidcc-ensure-request-with-valid-pkce-succeeds: from a client that is exempt too (RFC 7636 §4.6)', async () => {
    await expectTokenResponse(await redeem(exempt, await exempt.authorize(person, challenge), verifier))
  })

  it('is the way of an ordinary client (RFC 7636 §4.6)', async () => {
    await expectTokenResponse(await redeem(ordinary, await ordinary.authorize(person, challenge), verifier))
  })

  it('is demanded of an ordinary client, by redirect (RFC 7636 §4.4.1)', async () => {
    expect(await ordinary.refusal(person, {})).toBe('invalid_request')
  })

  it('is demanded of an exempt client too where the request is not one of OpenID Connect (RFC 9700 §2.1.1)', async () => {
    expect(await exempt.refusal(person, { scope: 'profile' })).toBe('invalid_request')
  })

  it('refuses the method plain, named or implied (RFC 7636 §4.2, RFC 9700 §2.1.1)', async () => {
    const { code_challenge } = challenge
    expect(await ordinary.refusal(person, { code_challenge, code_challenge_method: 'plain' })).toBe(
      'invalid_request',
    )
    expect(await ordinary.refusal(person, { code_challenge })).toBe('invalid_request')
  })

  it('refuses a wrong verifier and a missing one, and the code stays good for the right one (RFC 7636 §4.6)', async () => {
    const outcome = await ordinary.authorize(person, challenge)
    await expectTokenError(await redeem(ordinary, outcome, 'x'.repeat(43)), 'invalid_grant')
    await expectTokenError(await redeem(ordinary, outcome), 'invalid_grant')
    await expectTokenResponse(await redeem(ordinary, outcome, verifier))
  })

  it('refuses a verifier where the request had no challenge (RFC 9700 §4.8.2)', async () => {
    await expectTokenError(await redeem(exempt, await exempt.authorize(person), verifier), 'invalid_grant')
  })
})
