import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TestIssuer } from './test-issuer.js'

/** A `TestIssuer` that stands behind a URL. */
export interface ServedIssuer {
  issuer: TestIssuer
  /** Stops serving; open connections are cut. */
  close: () => Promise<void>
}

/**
 * Serves a new test issuer's metadata and keys on a free loopback port, for an application that finds its issuer by
 * URL (RFC 8414 §3, RFC 7517 §5).
 *
 * @example
 * ```ts
 * const { issuer, close } = await serveIssuer()
 * const settings = { issuer: issuer.issuer, audience: 'https://api.example.com' }
 * await close()
 * ```
 */
export async function serveIssuer(options: { now?: () => Date } = {}): Promise<ServedIssuer> {
  const server = createServer((request, response) => {
    const document = documents(issuer)[request.url ?? '']
    response.writeHead(document ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(document ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const issuer = new TestIssuer({ ...options, issuer: `http://127.0.0.1:${port}` })
  return {
    issuer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function documents(issuer: TestIssuer): Record<string, object> {
  return {
    '/.well-known/oauth-authorization-server': {
      issuer: issuer.issuer,
      jwks_uri: `${issuer.issuer}/jwks.json`,
    },
    '/jwks.json': issuer.jwks,
  }
}
