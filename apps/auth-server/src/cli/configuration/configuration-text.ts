import type { ClientRecord, ResourceRecord } from '@gatehouse/data-access'
import { stringify } from 'yaml'
import { fieldsOf } from '../../admin/clients/client-view.js'
import { resourceFieldsOf } from '../../admin/resources/resource-view.js'
import {
  attributesOf,
  newClientAttributes,
  type ClientAttributes,
} from '../../registration/client-attributes.js'
import { resourceAttributesOf, type ResourceAttributes } from '../../registration/resource-rules.js'

const HEAD = `# Resources and clients of Gatehouse. No secret stands here.
# npm run gatehouse -- plan FILE shows what would change; apply FILE changes it.
`

/** Resources and clients as a file holds them. */
export interface ConfigurationDocument {
  version: 1
  resources: object[]
  clients: object[]
}

/** What is registered, in an order that does not depend on the database, without secrets and without what is a default. */
export function configurationDocument(
  resources: readonly ResourceRecord[],
  clients: readonly ClientRecord[],
): ConfigurationDocument {
  return {
    version: 1,
    resources: sortedBy(resources, ({ identifier }) => identifier).map((resource) => ({
      identifier: resource.identifier,
      ...resourceFieldsOf(comparableResource(resourceAttributesOf(resource))),
    })),
    clients: sortedBy(clients, ({ clientId }) => clientId).map((client) => ({
      client_id: client.clientId,
      ...differentFields(comparableClient(attributesOf(client))),
      ...(client.disabledAt === null ? {} : { disabled: true }),
    })),
  }
}

/** The document as YAML. */
export function configurationText(document: ConfigurationDocument): string {
  return HEAD + stringify(document, { aliasDuplicateObjects: false, lineWidth: 0, version: '1.2' })
}

/** The same attributes with scopes and roles in one order, so that two of one content are equal as JSON. */
export function comparableResource(attributes: ResourceAttributes): ResourceAttributes {
  return {
    ...attributes,
    scopes: sortedBy(attributes.scopes, ({ name }) => name),
    roles: sortedBy(attributes.roles, ({ name }) => name),
  }
}

/** The same for a client: scopes of APIs in one order, and the members of keys, which the database keeps in its own. */
export function comparableClient(attributes: ClientAttributes): ClientAttributes {
  return {
    ...attributes,
    jwks: inOrder(attributes.jwks) as object | null,
    resourceScopes: sortedBy(attributes.resourceScopes, ({ resource, scope }) => `${resource} ${scope}`).map(
      ({ resource, scope }) => ({ resource, scope }),
    ),
  }
}

/** Three fields that say what a client is, and of the others those that are not what follows from the three. */
function differentFields(attributes: ClientAttributes): object {
  const { tokenEndpointAuthMethod, grantTypes } = attributes
  const fields = fieldsOf(attributes)
  const usual = fieldsOf(newClientAttributes('web', { tokenEndpointAuthMethod, grantTypes }))
  const { client_name, token_endpoint_auth_method, grant_types, ...others } = fields
  const different = Object.entries(others).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(usual[name as keyof typeof usual]),
  )
  return { client_name, token_endpoint_auth_method, grant_types, ...Object.fromEntries(different) }
}

function sortedBy<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const members = sortedBy(Object.entries(value), ([name]) => name)
  return Object.fromEntries(members.map(([name, member]) => [name, inOrder(member)]))
}
