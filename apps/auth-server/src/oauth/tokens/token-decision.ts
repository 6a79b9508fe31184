import type {
  ClientRecord,
  PersonRole,
  RefreshFamily,
  ResourceRecord,
  UserRecord,
} from '@gatehouse/data-access'
import type { ClaimsRequest } from '@gatehouse/protocol'
import type { AuthenticatedClient } from '../client-auth/authenticated-client.js'

/** How, when and in which session a person proved who they are. */
interface AuthenticationContext {
  sessionId: string
  grantId: string
  authTime: Date
  acr: string
  amr: string[]
}

/** The person of a token. */
export interface TokenUser {
  id: string
  roles: readonly PersonRole[]
  /** Absent where no claim of the account is asked for in the ID token. */
  account?: UserRecord
}

/** For whom a token speaks: a person by way of a client, or the client itself. */
export type TokenSubject =
  { kind: 'user'; user: TokenUser; context: AuthenticationContext } | { kind: 'client' }

/** What the issuance consumes, by compare-and-set. */
export type Redemption =
  | { kind: 'nothing' }
  | { kind: 'authorization_code'; digest: Uint8Array }
  /** `presented` is the token's text: the answer is sealed under it for a retry. */
  | {
      kind: 'refresh_token'
      digest: Uint8Array
      presented: string
      family: RefreshFamily
      request: RefreshRequest
    }

/** What makes two refresh requests the same one (a retry) or not. */
export interface RefreshRequest {
  scope: readonly string[]
  resource: string | undefined
  /** Thumbprint of the key that was proven; undefined without a proof. */
  dpopJkt: string | undefined
}

/**
 * What a grant decided: everything that the issuer needs, and nothing signed, stored or timed yet.
 */
export interface TokenDecision {
  outcome: 'issue'
  client: AuthenticatedClient
  subject: TokenSubject
  /** Scopes of the access token. */
  scope: readonly string[]
  /** The resource that the access token is for; undefined means the userinfo endpoint. */
  resource: ResourceRecord | undefined
  redeems: Redemption
  /** True when a new refresh family begins here; a rotation goes on with its own. */
  beginsRefreshFamily: boolean
  nonce: string | undefined
  claims: ClaimsRequest | undefined
}

/** What of a decision the claims of its tokens tell. The client need not have proved anything for that. */
export type DescribedDecision = Pick<TokenDecision, 'subject' | 'scope' | 'resource' | 'nonce' | 'claims'> & {
  client: ClientRecord
}

/** A retry of a rotation within the grace window: the same answer again, still sealed. */
export interface RepeatDecision {
  outcome: 'repeat'
  presented: string
  sealedResponse: Uint8Array
}
