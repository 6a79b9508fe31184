import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Database } from '@gatehouse/data-access'
import { TestingApp } from '../testing-app.fixture.js'

let test: TestingApp

beforeAll(async () => {
  test = await TestingApp.start()
})

afterAll(() => test.close())

/** Every query of the server fails as it does when PostgreSQL has gone. */
async function whileDatabaseIsAway(work: () => Promise<void>): Promise<void> {
  const { pool } = test.app.get(Database)
  const connect = pool.connect.bind(pool)
  const refused = Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:5432'), { code: 'ECONNREFUSED' })
  pool.connect = ((callback?: (error: Error) => void) =>
    callback ? callback(refused) : Promise.reject(refused)) as typeof pool.connect
  try {
    await work()
  } finally {
    pool.connect = connect
  }
}

describe('health', () => {
  it('is live and ready while the database answers', async () => {
    expect((await test.get('/health/live')).json()).toStrictEqual({ status: 'live' })
    const ready = await test.get('/health/ready')
    expect([ready.statusCode, ready.json()]).toStrictEqual([200, { status: 'ready' }])
  })

  it('is live but not ready while the database is away, and ready again when it is back', async () => {
    await whileDatabaseIsAway(async () => {
      expect((await test.get('/health/live')).statusCode).toBe(200)
      const ready = await test.get('/health/ready')
      expect([ready.statusCode, ready.headers['retry-after']]).toStrictEqual([503, '1'])
    })
    expect((await test.get('/health/ready')).statusCode).toBe(200)
  })
})

describe('while the database is away', () => {
  it('the token endpoint says 503 with Retry-After and shows nothing of the inside', async () => {
    await whileDatabaseIsAway(async () => {
      const form = { grant_type: 'client_credentials', client_id: 'any', client_secret: 'any' }
      const answer = await test.post('/oauth2/token', form)
      expect([answer.statusCode, answer.headers['retry-after']]).toStrictEqual([503, '1'])
      expect(answer.json()).toMatchObject({ error: 'temporarily_unavailable' })
      expect(answer.body).not.toMatch(/10\.1\.2\.3|ECONN/u)
    })
  })

  it('a page says 503 with Retry-After, in words for a person', async () => {
    await whileDatabaseIsAway(async () => {
      const answer = await test.get('/oauth2/authorize?client_id=any')
      expect([answer.statusCode, answer.headers['retry-after']]).toStrictEqual([503, '1'])
      expect(answer.headers['content-type']).toMatch(/^text\/html/u)
      expect(answer.body).toContain('This service is not available right now')
      expect(answer.body).not.toMatch(/10\.1\.2\.3|ECONN/u)
    })
  })
})
