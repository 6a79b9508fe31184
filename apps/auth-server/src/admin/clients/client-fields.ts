import { IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger'
import {
  ASSERTION_SIGNING_ALGS,
  CLIENT_AUTH_METHODS,
  GRANT_TYPES,
  OIDC_SCOPES,
  SIGNING_ALGS,
  type AdminClient,
} from '@gatehouse/token-types'
import { KIND_NAMES, type ClientKindName } from '../../registration/client-kinds.js'
import { clientIdentifier } from '../../registration/client-rules.js'
import { ownSecret } from '../../registration/client-secret.js'
import { publicKeySet } from '../../registration/public-keys.js'
import {
  line,
  origin,
  redirectUri,
  resourceIdentifier,
  secureAddress,
  token,
  webAddress,
} from '../../registration/values.js'
import {
  FlagField,
  JsonField,
  ObjectListField,
  TextField,
  TextListField,
  WholeNumberField,
} from '../route/fields.js'

/** A scope of an API that a client may ask for. */
export class ResourceScopeFields {
  @TextField({ description: 'Identifier of the API', read: resourceIdentifier })
  resource!: string

  @TextField({ description: 'Name of the scope there', read: token })
  scope!: string
}

type Fields = Omit<AdminClient, 'client_id' | 'secrets' | 'disabled_at' | 'created_at' | 'updated_at'>

/** What an admin sets about a client, under the names of RFC 7591 §2. */
export class ClientFields implements Fields {
  @TextField({ description: 'Name that people see', most: 100, read: line(100) })
  client_name!: string

  @TextField({
    description: 'How it proves who it is at the token endpoint (RFC 6749 §2.3)',
    oneOf: CLIENT_AUTH_METHODS,
  })
  token_endpoint_auth_method!: string

  @TextListField({
    description: 'JWS algorithms accepted from it with private_key_jwt; empty for other methods',
    oneOf: ASSERTION_SIGNING_ALGS,
  })
  assertion_signing_algs!: string[]

  @TextListField({ description: 'Grant types that it may use', oneOf: GRANT_TYPES })
  grant_types!: string[]

  @TextListField({
    description: 'Where codes are sent; compared as a whole, without wildcards (RFC 9700 §2.1)',
    read: redirectUri,
    example: 'https://shop.example/callback',
  })
  redirect_uris!: string[]

  @TextListField({
    description: 'Where people may be sent after sign-out (OIDC RP-Initiated Logout §3.1)',
    read: redirectUri,
  })
  post_logout_redirect_uris!: string[]

  @TextListField({ description: 'Scopes of OpenID Connect that it may ask for', oneOf: OIDC_SCOPES })
  scopes!: string[]

  @TextField({
    description: 'API that its tokens are for when a request names none; null means the userinfo endpoint',
    read: resourceIdentifier,
    nullable: true,
  })
  default_resource!: string | null

  @ObjectListField(
    { description: 'Scopes of APIs that it may ask for (least privilege, RFC 9700 §2.3)' },
    () => ResourceScopeFields,
  )
  resource_scopes!: ResourceScopeFields[]

  @TextField({
    description: 'API that it is the server of: it may introspect tokens for it (RFC 7662 §2.1)',
    read: resourceIdentifier,
    nullable: true,
  })
  resource_server_for!: string | null

  @JsonField({
    description: 'Its public keys, a JWK Set (RFC 7517 §5); not beside jwks_uri',
    nullable: true,
    read: publicKeySet,
  })
  jwks!: object | null

  @TextField({ description: 'Where it publishes its public keys', read: secureAddress, nullable: true })
  jwks_uri!: string | null

  @TextField({ description: 'JWS algorithm of its ID tokens', oneOf: SIGNING_ALGS })
  id_token_signed_response_alg!: string

  @TextField({
    description: 'JWS algorithm of signed userinfo answers; null means plain JSON',
    oneOf: SIGNING_ALGS,
    nullable: true,
  })
  userinfo_signed_response_alg!: string | null

  @FlagField({
    description: 'Lets this confidential OpenID Connect client come without PKCE. Not recommended',
  })
  pkce_exempt!: boolean

  @FlagField({ description: 'Refuses it tokens that are not bound to a key by DPoP (RFC 9449 §5.2)' })
  dpop_bound_access_tokens!: boolean

  @FlagField({ description: 'People are asked for consent; false for your own applications' })
  require_consent!: boolean

  @WholeNumberField({
    description: 'Longest age of a sign-in in seconds when the request sets no max_age; null means any',
    least: 0,
    most: 2_147_483_647,
    nullable: true,
  })
  default_max_age_seconds!: number | null

  @WholeNumberField({
    description: "Lifetime of its access tokens in seconds; null means the API's",
    least: 60,
    most: 3_600,
    nullable: true,
  })
  access_token_lifetime_seconds!: number | null

  @WholeNumberField({
    description: "Sliding lifetime of its refresh tokens in seconds; null means the server's",
    least: 60,
    most: 7_776_000,
    nullable: true,
  })
  refresh_token_lifetime_seconds!: number | null

  @TextListField({
    description: 'Browser origins that may call token and revocation endpoints',
    read: origin,
  })
  cors_origins!: string[]

  @TextField({ description: 'Picture on the consent page', read: secureAddress, nullable: true })
  logo_uri!: string | null

  @TextField({ description: 'Its home page', read: webAddress, nullable: true })
  client_uri!: string | null

  @TextField({ description: 'Its privacy policy', read: webAddress, nullable: true })
  policy_uri!: string | null

  @TextField({ description: 'Its terms of service', read: webAddress, nullable: true })
  tos_uri!: string | null

  @TextListField({ description: 'Whom to ask about it, for example a mail address', read: line(254) })
  contacts!: string[]
}

/** What may be changed: any field, each as it should be afterwards. */
export class ClientChangeFields extends PartialType(ClientFields, { skipNullProperties: false }) {}

class Registration {
  @TextField({
    description: 'Sets the method, the grants and the scopes, unless they are given; default web',
    oneOf: KIND_NAMES,
    optional: true,
  })
  kind?: ClientKindName

  @TextField({
    description: 'client_id; left out, a random one is made',
    read: clientIdentifier,
    optional: true,
  })
  client_id?: string

  @TextField({
    description:
      'Its secret, at least 32 random characters; left out, 256 random bits are made and shown once',
    read: ownSecret,
    optional: true,
  })
  client_secret?: string
}

/** A client to register. What is left out follows from its kind. */
export class NewClientFields extends IntersectionType(
  PickType(ClientFields, ['client_name']),
  PartialType(OmitType(ClientFields, ['client_name']), { skipNullProperties: false }),
  Registration,
) {}
