import type { ResourceRecord, ResourceRow } from '@gatehouse/data-access'
import type { AdminResource, AdminResourceRow, AdminResourceScope } from '@gatehouse/token-types'
import { builtInParts, type ResourceAttributes } from '../../registration/resource-rules.js'
import {
  FlagField,
  MomentField,
  ObjectListField,
  TextField,
  TextListField,
  WholeNumberField,
} from '../route/fields.js'
import { PageView } from '../route/listing.js'
import { ResourceFields, ScopeFields } from './resource-fields.js'

/** A scope as it is shown. */
class ScopeView extends ScopeFields implements AdminResourceScope {
  @FlagField({ description: 'Marked on the consent page' })
  declare sensitive: boolean
}

/** An API as it is shown. */
export class ResourceView extends ResourceFields implements AdminResource {
  @TextField({ description: 'Names it in paths: the identifier in base64url' })
  id!: string
  @TextField({ description: 'The `resource` parameter and the `aud` claim' })
  identifier!: string
  @ObjectListField({ description: 'Scopes that it understands' }, () => ScopeView)
  declare scopes: ScopeView[]
  @FlagField({ description: 'True for a part of the server itself, which stays' })
  built_in!: boolean
  @MomentField({ description: 'When it was registered' })
  created_at!: string
  @MomentField({ description: 'When it was last changed' })
  updated_at!: string
}

/** An API in a list. */
class ResourceRowView implements AdminResourceRow {
  @TextField({ description: 'Names it in paths: the identifier in base64url' })
  id!: string
  @TextField({ description: 'The `resource` parameter and the `aud` claim' })
  identifier!: string
  @TextField({ description: 'Its name' })
  name!: string
  @TextField({ description: 'JWS algorithm of its access tokens' })
  signing_alg!: string
  @WholeNumberField({ description: 'Lifetime of its access tokens in seconds', least: 60, most: 3_600 })
  access_token_lifetime_seconds!: number
  @TextListField({ description: 'Names of its scopes' })
  scopes!: string[]
  @TextListField({ description: 'Names of its roles' })
  roles!: string[]
  @FlagField({ description: 'True for a part of the server itself, which stays' })
  built_in!: boolean
  @MomentField({ description: 'When it was registered' })
  created_at!: string
}

/** One page of APIs. */
export class ResourcePageView extends PageView {
  @ObjectListField({ description: 'The APIs' }, () => ResourceRowView)
  items!: ResourceRowView[]
}

/**
 * An identifier as one segment of a path: base64url without padding. A percent-encoded URI would hold %2F, which proxies
 * decode, merge or refuse, each in its own way.
 */
export function resourceId(identifier: string): string {
  return Buffer.from(identifier, 'utf8').toString('base64url')
}

/** The identifier of such a segment; undefined where it is none that `resourceId` makes. */
export function identifierOf(id: string): string | undefined {
  const identifier = Buffer.from(id, 'base64url').toString('utf8')
  return resourceId(identifier) === id ? identifier : undefined
}

/** An API under the names of the admin API. */
export function resourceView(resource: ResourceRecord): AdminResource {
  const { identifier, createdAt, updatedAt } = resource
  return {
    id: resourceId(identifier),
    identifier,
    ...resourceFieldsOf(resource),
    built_in: builtInParts(identifier) !== undefined,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  }
}

/** A row of the list. */
export function resourceRowView(row: ResourceRow): AdminResourceRow {
  return {
    id: resourceId(row.id),
    identifier: row.id,
    name: row.name,
    signing_alg: row.signingAlg,
    access_token_lifetime_seconds: row.accessTokenLifetimeSeconds,
    scopes: row.scopes,
    roles: row.roles,
    built_in: builtInParts(row.id) !== undefined,
    created_at: row.createdAt.toISOString(),
  }
}

/** The fields of the attributes. */
export function resourceFieldsOf(
  attributes: ResourceAttributes,
): Pick<AdminResource, 'name' | 'signing_alg' | 'access_token_lifetime_seconds' | 'scopes' | 'roles'> {
  return {
    name: attributes.name,
    signing_alg: attributes.signingAlg,
    access_token_lifetime_seconds: attributes.accessTokenLifetimeSeconds,
    scopes: attributes.scopes.map(({ name, consentText, sensitive }) => ({
      name,
      consent_text: consentText,
      sensitive,
    })),
    roles: attributes.roles.map(({ name, description }) => ({ name, description })),
  }
}

/** The attributes that the fields give; what is left out is not among them. */
export function resourceAttributesFrom(fields: Partial<ResourceFields>): Partial<ResourceAttributes> {
  const { name, signing_alg, access_token_lifetime_seconds, scopes, roles } = fields
  return {
    ...(name === undefined ? {} : { name }),
    ...(signing_alg === undefined ? {} : { signingAlg: signing_alg }),
    ...(access_token_lifetime_seconds === undefined
      ? {}
      : { accessTokenLifetimeSeconds: access_token_lifetime_seconds }),
    ...(scopes && {
      scopes: scopes.map(({ name: scope, consent_text, sensitive = false }) => ({
        name: scope,
        consentText: consent_text,
        sensitive,
      })),
    }),
    ...(roles && { roles: roles.map(({ name: role, description }) => ({ name: role, description })) }),
  }
}
