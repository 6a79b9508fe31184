import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { OpenAPIObject } from '@nestjs/swagger'
import { declaredRoutes } from '../../declared-routes.fixture.js'
import { TestingApp } from '../../testing-app.fixture.js'
import { openApiFile } from '../../open-api-file.js'

const COMMITTED = new URL('../../../../../docs/openapi/admin.json', import.meta.url)

let test: TestingApp
let document: OpenAPIObject

interface Described {
  security?: unknown
  responses: Record<string, object>
  parameters?: { name: string }[]
}

beforeAll(async () => {
  test = await TestingApp.start()
  document = (await test.get('/admin/v1/openapi.json')).json<OpenAPIObject>()
})

afterAll(() => test.close())

describe('the OpenAPI document of the admin API', () => {
  it('is committed as it is served; else run npm run docs:generate', async () => {
    expect(JSON.parse(readFileSync(COMMITTED, 'utf8'))).toStrictEqual(document)
    expect(JSON.parse(await openApiFile())).toStrictEqual(document)
  })

  it('holds every route with the scope that it demands and its refusals, and no other', () => {
    const paths = document.paths as unknown as Record<string, Record<string, Described>>
    const described = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, { security, responses }]) => ({
        route: `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/gu, ':$1')}`,
        security,
        refuses: ['401', '403'].every((status) => status in responses),
      })),
    )
    const declared = declaredRoutes(test)
      .filter(({ protection }) => protection === 'admin')
      .map(({ method, path, adminScope }) => ({
        route: `${method} ${path}`,
        security: [{ gatehouse: [adminScope] }],
        refuses: true,
      }))
    const byRoute = (a: { route: string }, b: { route: string }) => (a.route < b.route ? -1 : 1)
    expect(described.sort(byRoute)).toStrictEqual(declared.sort(byRoute))
  })

  it('says what a change asks: If-Match, 412 and 428 (RFC 9110 §13.1.1, RFC 6585 §3)', () => {
    const change = document.paths['/admin/v1/clients/{client_id}']?.patch as unknown as Described
    expect(change.parameters).toContainEqual(expect.objectContaining({ name: 'If-Match' }))
    expect(Object.keys(change.responses)).toStrictEqual(expect.arrayContaining(['412', '422', '428']))
  })
})

describe('the page that shows it', () => {
  it('runs no script of its own and asks nobody but this server', async () => {
    const page = await test.get('/admin/docs')
    expect(page.statusCode).toBe(200)
    expect(page.headers['content-security-policy']).toContain("script-src 'self';")
    expect(page.body).not.toMatch(/<script(?! src="\/assets\/)|style=|https?:/u)
    for (const [, file = ''] of page.body.matchAll(/(?:src|href)="(\/[^"]+)"/gu)) {
      expect([file, (await test.get(file)).statusCode]).toStrictEqual([file, 200])
    }
  })
})
