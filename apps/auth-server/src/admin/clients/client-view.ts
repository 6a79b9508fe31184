import type { ClientRecord, ClientRow } from '@gatehouse/data-access'
import type { AdminClient, AdminClientRow, AdminClientSecret } from '@gatehouse/token-types'
import type { ClientAttributes } from '../../registration/client-attributes.js'
import { MomentField, ObjectListField, TextField, TextListField } from '../route/fields.js'
import { PageView } from '../route/listing.js'
import { ClientFields } from './client-fields.js'

/** A secret as it is shown: enough to tell one from another. */
export class ClientSecretView implements AdminClientSecret {
  @TextField({ description: 'Names the secret in requests' })
  id!: string
  @TextField({ description: 'What it is called' })
  name!: string
  @TextField({ description: 'Its first characters' })
  begins_with!: string
  @MomentField({ description: 'When it was made' })
  created_at!: string
  @MomentField({ description: 'When it ends; null means it lives until removed', nullable: true })
  expires_at!: string | null
  @MomentField({ description: 'Last use, to the minute; null for never', nullable: true })
  last_used_at!: string | null
}

/** A client as it is shown. */
export class ClientView extends ClientFields implements AdminClient {
  @TextField({ description: 'client_id' })
  client_id!: string
  @ObjectListField({ description: 'Its secrets, without themselves' }, () => ClientSecretView)
  secrets!: ClientSecretView[]
  @MomentField({ description: 'When it was switched off; null while it is on', nullable: true })
  disabled_at!: string | null
  @MomentField({ description: 'When it was registered' })
  created_at!: string
  @MomentField({ description: 'When it was last changed' })
  updated_at!: string
}

/** A client with a secret in clear, which is shown this once. */
export class ClientWithSecretView extends ClientView {
  @TextField({ description: 'The secret, shown this once; absent where none was made', optional: true })
  client_secret?: string
}

/** A client in a list. */
export class ClientRowView implements AdminClientRow {
  @TextField({ description: 'client_id' })
  client_id!: string
  @TextField({ description: 'Its name' })
  client_name!: string
  @TextField({ description: 'How it proves who it is' })
  token_endpoint_auth_method!: string
  @TextListField({ description: 'Grant types that it may use' })
  grant_types!: string[]
  @TextField({ description: 'Its picture', nullable: true })
  logo_uri!: string | null
  @MomentField({ description: 'When any of its secrets was last used', nullable: true })
  last_used_at!: string | null
  @MomentField({ description: 'The first date on which one of its secrets ends', nullable: true })
  secret_expires_at!: string | null
  @MomentField({ description: 'When it was switched off; null while it is on', nullable: true })
  disabled_at!: string | null
  @MomentField({ description: 'When it was registered' })
  created_at!: string
}

/** One page of clients. */
export class ClientPageView extends PageView {
  @ObjectListField({ description: 'The clients' }, () => ClientRowView)
  items!: ClientRowView[]
}

const moment = (date: Date | null): string | null => date?.toISOString() ?? null

/** A client under the names of RFC 7591 §2. No secret is among them, only what tells one from another. */
export function clientView(client: ClientRecord): AdminClient {
  return {
    client_id: client.clientId,
    ...fieldsOf({
      ...client,
      jwks: client.jwks as object | null,
      resourceScopes: client.resourceScopes.map(({ resourceIdentifier, scope }) => ({
        resource: resourceIdentifier,
        scope,
      })),
    }),
    secrets: client.secrets.map(({ id, name, hint, createdAt, expiresAt, lastUsedAt }) => ({
      id,
      name,
      begins_with: hint,
      created_at: createdAt.toISOString(),
      expires_at: moment(expiresAt),
      last_used_at: moment(lastUsedAt),
    })),
    disabled_at: moment(client.disabledAt),
    created_at: client.createdAt.toISOString(),
    updated_at: client.updatedAt.toISOString(),
  }
}

/** A row of the list. */
export function clientRowView(row: ClientRow): AdminClientRow {
  return {
    client_id: row.id,
    client_name: row.name,
    token_endpoint_auth_method: row.tokenEndpointAuthMethod,
    grant_types: row.grantTypes,
    logo_uri: row.logoUri,
    last_used_at: moment(row.lastUsedAt),
    secret_expires_at: moment(row.secretExpiresAt),
    disabled_at: moment(row.disabledAt),
    created_at: row.createdAt.toISOString(),
  }
}

/** Which attribute each field is. */
const ATTRIBUTES = {
  client_name: 'name',
  token_endpoint_auth_method: 'tokenEndpointAuthMethod',
  assertion_signing_algs: 'assertionSigningAlgs',
  grant_types: 'grantTypes',
  redirect_uris: 'redirectUris',
  post_logout_redirect_uris: 'postLogoutRedirectUris',
  scopes: 'scopes',
  default_resource: 'defaultResource',
  resource_scopes: 'resourceScopes',
  resource_server_for: 'resourceServerFor',
  jwks: 'jwks',
  jwks_uri: 'jwksUri',
  id_token_signed_response_alg: 'idTokenSignedResponseAlg',
  userinfo_signed_response_alg: 'userinfoSignedResponseAlg',
  pkce_exempt: 'pkceExempt',
  dpop_bound_access_tokens: 'dpopBoundAccessTokens',
  require_consent: 'requireConsent',
  default_max_age_seconds: 'defaultMaxAgeSeconds',
  access_token_lifetime_seconds: 'accessTokenLifetimeSeconds',
  refresh_token_lifetime_seconds: 'refreshTokenLifetimeSeconds',
  cors_origins: 'corsOrigins',
  logo_uri: 'logoUri',
  client_uri: 'clientUri',
  policy_uri: 'policyUri',
  tos_uri: 'tosUri',
  contacts: 'contacts',
} as const satisfies Record<keyof ClientFields, keyof ClientAttributes>

const NAMES = Object.entries(ATTRIBUTES) as [keyof ClientFields, keyof ClientAttributes][]

/** The attributes that the fields give; what is left out is not among them. */
export function attributesFrom(fields: Partial<ClientFields>): Partial<ClientAttributes> {
  const given = NAMES.filter(([field]) => fields[field] !== undefined)
  return Object.fromEntries(given.map(([field, attribute]) => [attribute, plain(fields[field])]))
}

/** The fields of the attributes that are there. */
export function fieldsOf<Attributes extends Partial<ClientAttributes>>(attributes: Attributes): ClientFields {
  const present = NAMES.filter(([, attribute]) => attributes[attribute] !== undefined)
  return Object.fromEntries(present.map(([field, attribute]) => [field, attributes[attribute]])) as never
}

/** Values as they are stored: objects without their class, lists without repetition. */
function plain(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  const seen = new Map(value.map((item: unknown) => [JSON.stringify(item), item]))
  return [...seen.values()].map((item) => (typeof item === 'object' ? { ...item } : item))
}
