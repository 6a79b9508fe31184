import type { AdminClient } from '@gatehouse/token-types'

/** Code for one client library. */
export interface Snippet {
  readonly name: string
  /** How to get the library; absent where nothing is needed. */
  readonly install?: string
  readonly code: string
}

/** The snippets that fit the client, the likeliest first. The secret is never among the values. */
export function snippetsFor(client: AdminClient, issuer: string): readonly Snippet[] {
  const actsForItself = client.grant_types.includes('client_credentials')
  const signsPeopleIn = client.grant_types.includes('authorization_code')
  const isPublic = client.token_endpoint_auth_method === 'none'
  return [
    ...(signsPeopleIn && isPublic ? [oidcClientTs(client, issuer)] : []),
    ...(signsPeopleIn && !isPublic ? [authJs(client, issuer), openidClient(client, issuer)] : []),
    ...(actsForItself ? [tokenClient(client, issuer), curl(client, issuer)] : []),
  ]
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
const redirectOf = ({ redirect_uris: [first] }: AdminClient): string =>
  first ?? 'https://app.example.com/callback'

function authJs({ client_id: id }: AdminClient, issuer: string): Snippet {
  return {
    name: 'Auth.js (Next.js)',
    install: 'npm install next-auth@beta',
    code: `import NextAuth from 'next-auth'

export const { handlers, auth, signIn, signOut } = NextAuth({
  providers: [
    {
      id: 'gatehouse',
      name: 'Gatehouse',
      type: 'oidc',
      issuer: ${quoted(issuer)},
      clientId: ${quoted(id)},
      clientSecret: process.env.OIDC_CLIENT_SECRET,
    },
  ],
})`,
  }
}

function openidClient(client: AdminClient, issuer: string): Snippet {
  return {
    name: 'openid-client (Node)',
    install: 'npm install openid-client',
    code: `import * as client from 'openid-client'

const config = await client.discovery(
  new URL(${quoted(issuer)}),
  ${quoted(client.client_id)},
  process.env.OIDC_CLIENT_SECRET,
)
const codeVerifier = client.randomPKCECodeVerifier()
const state = client.randomState()
const signIn = client.buildAuthorizationUrl(config, {
  redirect_uri: ${quoted(redirectOf(client))},
  scope: ${quoted(client.scopes.join(' '))},
  code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
  code_challenge_method: 'S256',
  state,
})
// Send the browser to signIn; keep codeVerifier and state in its session. When it is back at currentUrl:
const tokens = await client.authorizationCodeGrant(config, currentUrl, {
  pkceCodeVerifier: codeVerifier,
  expectedState: state,
})`,
  }
}

function oidcClientTs(client: AdminClient, issuer: string): Snippet {
  return {
    name: 'oidc-client-ts (browser)',
    install: 'npm install oidc-client-ts',
    code: `import { UserManager } from 'oidc-client-ts'

export const userManager = new UserManager({
  authority: ${quoted(issuer)},
  client_id: ${quoted(client.client_id)},
  redirect_uri: ${quoted(redirectOf(client))},
  scope: ${quoted(client.scopes.join(' '))},
})

await userManager.signinRedirect()
// At the redirect URI:
const user = await userManager.signinCallback()`,
  }
}

function tokenClient(client: AdminClient, issuer: string): Snippet {
  const resource = client.default_resource ?? 'https://api.example.com'
  const scope = client.resource_scopes.filter((each) => each.resource === resource).map((each) => each.scope)
  return {
    name: '@gatehouse/token-client (Node)',
    code: `import { TokenClient } from '@gatehouse/token-client'

const client = new TokenClient({
  issuer: ${quoted(issuer)},
  clientId: ${quoted(client.client_id)},
  authentication: { method: ${quoted(client.token_endpoint_auth_method)}, clientSecret: process.env.OIDC_CLIENT_SECRET },
})
const target = { resource: ${quoted(resource)}, scope: ${quoted(scope.join(' '))} }
const response = await client.fetch(${quoted(resource)}, { target })`,
  }
}

function curl({ client_id: id }: AdminClient, issuer: string): Snippet {
  return {
    name: 'curl',
    code: `curl -u '${id}:SECRET' -d grant_type=client_credentials ${issuer}/oauth2/token`,
  }
}
