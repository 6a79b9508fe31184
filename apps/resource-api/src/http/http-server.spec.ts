import { describe, expect, it } from '@jest/globals'
import { Settings } from '../config/settings.js'
import { httpServer } from './http-server.js'

const settings = Settings.parse({
  DATABASE_URL: 'postgresql://nowhere.invalid/bank',
  GATEHOUSE_ISSUER: 'https://id.example/',
  GATEHOUSE_LOG_LEVEL: 'silent',
})

async function policyOf(path: string): Promise<string> {
  const answer = await httpServer(settings).getInstance().inject({ url: path })
  return String(answer.headers['content-security-policy'])
}

describe('the content policy', () => {
  it.each(['/docs', '/docs-json', '/docs/swagger-ui-bundle.js'])(
    'lets the documentation talk to the bank and its issuer alone: %s',
    async (path) => {
      expect(await policyOf(path)).toContain("connect-src 'self' https://id.example;")
      expect(await policyOf(path)).toContain("script-src 'self';")
    },
  )

  it('lets an answer of the API do nothing', async () => {
    expect(await policyOf('/accounts')).toBe("default-src 'none'; frame-ancestors 'none'")
  })
})
