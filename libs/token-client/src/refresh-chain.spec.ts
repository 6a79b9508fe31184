import { describe, expect, it } from '@jest/globals'
import { ClientError } from 'openid-client'
import { RefreshChain } from './refresh-chain.js'

const bank = { resource: 'https://bank' }
const mail = { resource: 'https://mail' }
const lost = () => new TypeError('fetch failed')
const refusal = () => new ClientError('refused', { cause: new Response(null, { status: 400 }) })

/** A server that rotates; the next failures come instead of answers, after it has rotated or not. */
function rotating() {
  const asked: string[] = []
  const failures: (() => Error)[] = []
  const ask = async (refreshToken: string, { resource }: { resource?: string }) => {
    asked.push(`${refreshToken} ${resource}`)
    const failure = failures.shift()
    if (failure) throw failure()
    return { refresh_token: `${refreshToken}+`, access_token: `for ${resource}` }
  }
  return { asked, failures, ask }
}

describe('RefreshChain (RFC 9700 §4.14.2)', () => {
  it('goes on with the token of the last answer', async () => {
    const { asked, ask } = rotating()
    const chain = new RefreshChain('rt')
    await chain.refresh(bank, ask)
    await chain.refresh(mail, ask)
    expect(asked).toEqual(['rt https://bank', 'rt+ https://mail'])
  })

  it('goes on with the same token where the server does not rotate', async () => {
    const kept: string[] = []
    const chain = new RefreshChain('rt', (token) => void kept.push(token))
    await chain.refresh(bank, async () => ({}))
    await chain.refresh(bank, async (refreshToken) => ({ refresh_token: refreshToken }))
    await chain.keep()
    expect(kept).toEqual([])
  })

  it('asks the same again before anything else when an answer was lost', async () => {
    const { asked, failures, ask } = rotating()
    const chain = new RefreshChain('rt')
    failures.push(lost)
    await expect(chain.refresh(bank, ask)).rejects.toThrow('fetch failed')
    await expect(chain.refresh(mail, ask)).resolves.toMatchObject({ access_token: 'for https://mail' })
    expect(asked).toEqual(['rt https://bank', 'rt https://bank', 'rt+ https://mail'])
  })

  it('asks anew when the server has refused', async () => {
    const { asked, failures, ask } = rotating()
    const chain = new RefreshChain('rt')
    failures.push(refusal)
    await expect(chain.refresh(bank, ask)).rejects.toThrow('refused')
    await chain.refresh(mail, ask)
    expect(asked).toEqual(['rt https://bank', 'rt https://mail'])
  })

  it('hands a rotated token over once', async () => {
    const kept: string[] = []
    const { ask } = rotating()
    const chain = new RefreshChain('rt', async (token) => void kept.push(token))
    await chain.refresh(bank, ask)
    await chain.keep()
    await chain.keep()
    expect(kept).toEqual(['rt+'])
  })

  it('asks for nothing before the last token is kept, and loses none when that fails', async () => {
    const kept: string[] = []
    let isBroken = true
    const chain = new RefreshChain('rt', (token) => {
      if (isBroken) throw new Error('disk full')
      kept.push(token)
    })
    const { asked, ask } = rotating()
    await chain.refresh(bank, ask)
    await expect(chain.keep()).rejects.toMatchObject({
      name: 'TokenRequestFailed',
      cause: { message: 'disk full' },
    })
    await expect(chain.refresh(mail, ask)).rejects.toThrow('onRefreshTokenRotated failed')
    expect(asked).toEqual(['rt https://bank'])
    isBroken = false
    await chain.refresh(mail, ask)
    expect(kept).toEqual(['rt+'])
    expect(asked).toEqual(['rt https://bank', 'rt+ https://mail'])
  })
})
