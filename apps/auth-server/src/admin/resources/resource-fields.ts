import { OmitType, PartialType } from '@nestjs/swagger'
import { SIGNING_ALGS, type AdminResource } from '@gatehouse/token-types'
import { apiScopeName } from '../../registration/resource-rules.js'
import { line, resourceIdentifier, token } from '../../registration/values.js'
import { FlagField, ObjectListField, TextField, WholeNumberField } from '../route/fields.js'

/** A scope that an API understands. */
export class ScopeFields {
  @TextField({ description: 'Name of the scope (RFC 6749 §3.3)', read: apiScopeName, example: 'orders:read' })
  name!: string

  @TextField({ description: 'Sentence that people read when asked for consent', most: 200, read: line(200) })
  consent_text!: string

  @FlagField({ description: 'Marked on the consent page; left out, it is not', optional: true })
  sensitive?: boolean
}

/** A role that an API understands. */
export class RoleFields {
  @TextField({ description: 'Name of the role, as the `roles` claim holds it', read: token })
  name!: string

  @TextField({ description: 'What it is for', most: 200, read: line(200) })
  description!: string
}

type Fields = Pick<AdminResource, 'name' | 'signing_alg' | 'access_token_lifetime_seconds'>

/** What an admin sets about an API. */
export class ResourceFields implements Fields {
  @TextField({ description: 'Name that people see', most: 100, read: line(100) })
  name!: string

  @TextField({ description: 'JWS algorithm of its access tokens', oneOf: SIGNING_ALGS })
  signing_alg!: string

  @WholeNumberField({ description: 'Lifetime of its access tokens in seconds', least: 60, most: 3_600 })
  access_token_lifetime_seconds!: number

  @ObjectListField({ description: 'Scopes that it understands' }, () => ScopeFields)
  scopes!: ScopeFields[]

  @ObjectListField({ description: 'Roles that it understands (RFC 9068 §2.2.3.1)' }, () => RoleFields)
  roles!: RoleFields[]
}

/** What may be changed: any field, each as it should be afterwards. A list takes the place of the one before. */
export class ResourceChangeFields extends PartialType(ResourceFields, { skipNullProperties: false }) {}

/** An API to register. */
export class NewResourceFields extends PartialType(OmitType(ResourceFields, ['name']), {
  skipNullProperties: false,
}) {
  @TextField({
    description: 'Absolute URI without fragment: the `resource` parameter and the `aud` claim (RFC 8707 §2)',
    read: resourceIdentifier,
    example: 'https://orders.example',
  })
  identifier!: string

  @TextField({ description: 'Name that people see', most: 100, read: line(100) })
  name!: string
}
