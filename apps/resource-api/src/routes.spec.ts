import { describe, expect, it } from '@jest/globals'
import { Test } from '@nestjs/testing'
import { Database } from '@gatehouse/data-access'
import { listRoutes } from '@gatehouse/guards'
import { expectRoutesProtected } from '@gatehouse/guards/testing'
import { AppModule } from './app.module.js'
import { Clock } from './config/config.module.js'
import { Settings } from './config/settings.js'

describe('the routes of the bank', () => {
  const settings = Settings.parse({ DATABASE_URL: 'postgresql://unused' })
  const compile = () =>
    Test.createTestingModule({ imports: [AppModule.of(settings, new Clock())] })
      .overrideProvider(Database)
      .useValue({})
      .compile()

  it('are public only where this list says so', async () => {
    const open = listRoutes(await compile()).filter(({ rule }) => rule.public)
    expect(open.map(({ route }) => route)).toEqual(['GET /health/live', 'GET /health/ready'])
  })

  it('each declare what they need', async () => {
    const module = await compile()
    expect(() => expectRoutesProtected(module)).not.toThrow()
    const needs = listRoutes(module).filter(({ rule }) => !rule.public)
    expect(needs.map(({ route, rule }) => [route, rule.requirement.scopes, rule.requirement.roles])).toEqual([
      ['GET /accounts', ['accounts:read'], []],
      ['GET /accounts/:id', ['accounts:read'], []],
      ['GET /accounts/:id/transactions', ['accounts:read'], []],
      ['GET /audit/accounts', ['accounts:read'], ['auditor']],
      ['POST /transfers', ['transfers:write'], []],
    ])
  })
})
