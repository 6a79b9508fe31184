import type { ClientChange, ClientRecord, NewClientSecret } from '@gatehouse/data-access'
import { fieldsOf } from '../../admin/clients/client-view.js'
import { attributesOf, type ClientAttributes } from '../../registration/client-attributes.js'
import { requireKnownResources, type KnownResources } from '../../registration/client-rules.js'
import { needsSecret, randomSecret, secretRow } from '../../registration/client-secret.js'
import type { ResourceAttributes } from '../../registration/resource-rules.js'
import type { DesiredClient } from './configuration-file.js'
import { staysAnyway, step, type NewSecret, type Part, type PlanOptions, type Step } from './plan-step.js'
import { comparableClient } from './configuration-text.js'

type Clients = Part<'addedClients' | 'changedClients' | 'removedClients'> & { secrets: NewSecret[] }

/**
 * Steps on clients.
 *
 * @param resources as they are after the steps on them
 * @throws Refused naming the line of the file
 */
export async function clientSteps(
  desired: readonly DesiredClient[] | undefined,
  current: readonly ClientRecord[],
  resources: ReadonlyMap<string, ResourceAttributes>,
  { prune, now, requireFreeId }: PlanOptions,
): Promise<Clients> {
  const before = new Map(current.map((client) => [client.clientId, client]))
  const known: KnownResources = { find: (identifier) => Promise.resolve(resources.get(identifier)) }
  const steps: Step[] = []
  const left: string[] = []
  const secrets: NewSecret[] = []
  const addedClients: { clientId: string; client: ClientChange; disabled: boolean }[] = []
  const changedClients: { clientId: string; change: ClientChange; version: Date; disabled?: boolean }[] = []
  for (const client of desired ?? []) {
    const { clientId, attributes } = client
    const existing = before.get(clientId)
    before.delete(clientId)
    await client.check(async () => {
      if (!existing) await requireFreeId(clientId)
      await requireKnownResources(attributes, known)
    })
    const made = secretsFor(attributes, existing, now)
    const columns = { ...attributes, ...(made && { secrets: made.rows }) }
    const change = stepOn(client, existing)
    if (Object.keys(change.after).length === 0) continue
    steps.push(change)
    if (made?.clear !== undefined) secrets.push({ client_id: clientId, client_secret: made.clear })
    if (!existing) {
      addedClients.push({ clientId, client: columns, disabled: client.disabled === true })
      continue
    }
    const disabled = 'disabled' in change.after ? { disabled: change.after['disabled'] === true } : {}
    changedClients.push({ clientId, change: columns, version: existing.updatedAt, ...disabled })
  }
  const unnamed = desired ? [...before.values()] : []
  const removed = unnamed.filter((client) => prune && !staysAnyway(client))
  steps.push(...removed.map((client) => step('remove', 'client', client.clientId, [stateOf(client), {}])))
  left.push(
    ...unnamed.filter((client) => !removed.includes(client)).map(({ clientId }) => `client ${clientId}`),
  )
  const removedClients = removed.map(({ clientId }) => clientId)
  return { steps, left, secrets, addedClients, changedClients, removedClients }
}

function stepOn({ clientId, attributes, disabled }: DesiredClient, existing: ClientRecord | undefined): Step {
  const wanted = fieldsOf(comparableClient(attributes))
  if (!existing)
    return step('add', 'client', clientId, [{}, { ...wanted, ...(disabled ? { disabled } : {}) }])
  const state = stateOf(existing)
  return step('change', 'client', clientId, [state, { ...wanted, disabled: disabled ?? state.disabled }])
}

function stateOf(client: ClientRecord) {
  return { ...fieldsOf(comparableClient(attributesOf(client))), disabled: client.disabledAt !== null }
}

/** Secrets that take the place of those before; undefined where those stay. */
function secretsFor(
  { tokenEndpointAuthMethod }: ClientAttributes,
  existing: ClientRecord | undefined,
  now: Date,
): { rows: NewClientSecret[]; clear?: string } | undefined {
  if (!needsSecret(tokenEndpointAuthMethod)) return { rows: [] }
  if (existing && existing.secrets.length > 0) return undefined
  const clear = randomSecret()
  return { rows: [secretRow(clear, { name: undefined, expiresAt: undefined }, now)], clear }
}
