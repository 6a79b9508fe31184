import { ChangedMeanwhile } from '../changed-meanwhile.js'
import type { Database } from '../database.js'
import { auditOn, type NewAuditEvent } from './audit-store.js'
import {
  changeClient,
  endTokensOfClients,
  insertClient,
  REMOVE_CLIENT,
  SWITCH_CLIENT_OFF,
  SWITCH_CLIENT_ON,
  type ClientChange,
  type EndedClient,
} from './client-writes.js'
import {
  changeResource,
  deleteResource,
  insertResource,
  removeMissingParts,
  type ResourceChange,
} from './resource-writes.js'

/** Changes of the registered resources and clients that belong together. */
export interface ConfigurationChanges {
  addedResources: readonly { identifier: string; resource: Required<ResourceChange> }[]
  /** `version` is the `updatedAt` that the change was made for. */
  changedResources: readonly { identifier: string; change: ResourceChange; version: Date }[]
  removedResources: readonly string[]
  addedClients: readonly { clientId: string; client: ClientChange; disabled: boolean }[]
  /** `disabled` switches the client on or off; absent leaves it as it is. */
  changedClients: readonly { clientId: string; change: ClientChange; version: Date; disabled?: boolean }[]
  removedClients: readonly string[]
  /** One for each change. */
  events: readonly NewAuditEvent[]
}

/** PostgreSQL's error codes for a key that is taken, and for a row that others need or miss. */
const OVERTAKEN = ['23505', '23503']

/** Registered resources and clients as one whole. */
export class ConfigurationStore {
  constructor(private readonly database: Database) {}

  /**
   * Makes every change, with its audit events, or none. What is added comes first and what is removed comes last, so
   * that a client may let go of a scope in the same stroke in which the scope goes.
   *
   * @throws ChangedMeanwhile when something is not as it was when the changes were thought out
   * @throws StillInUse when something that would go is held by a client or a person
   */
  async apply(changes: ConfigurationChanges, now: Date): Promise<void> {
    try {
      await this.database.transaction((connection) => applyOn(connection, changes, now))
    } catch (error) {
      if (OVERTAKEN.includes(String((error as { code?: unknown }).code))) {
        throw new ChangedMeanwhile('Something was registered or removed meanwhile.', { cause: error })
      }
      throw error
    }
  }
}

type Connection = Parameters<typeof insertClient>[0]

async function applyOn(connection: Connection, changes: ConfigurationChanges, now: Date): Promise<void> {
  const ended: EndedClient[] = []
  for (const { identifier, resource } of changes.addedResources) {
    await insertResource(connection, identifier, resource, now)
  }
  for (const { identifier, change, version } of changes.changedResources) {
    await changeResource(connection, identifier, change, now, version)
  }
  for (const { clientId, client, disabled } of changes.addedClients) {
    await insertClient(connection, clientId, client, now)
    if (disabled) await connection.query(SWITCH_CLIENT_OFF, [clientId, now])
  }
  for (const { clientId, change, version, disabled } of changes.changedClients) {
    await changeClient(connection, clientId, change, now, version)
    if (disabled === undefined) continue
    const { rowCount } = await connection.query(disabled ? SWITCH_CLIENT_OFF : SWITCH_CLIENT_ON, [
      clientId,
      now,
    ])
    if (disabled && rowCount !== 0) ended.push({ clientId, reason: 'client_disabled' })
  }
  for (const clientId of changes.removedClients) {
    await connection.query(REMOVE_CLIENT, [clientId])
    ended.push({ clientId, reason: 'client_removed' })
  }
  for (const { identifier, change } of changes.changedResources) {
    await removeMissingParts(connection, identifier, change)
  }
  for (const identifier of changes.removedResources) await deleteResource(connection, identifier)
  await endTokensOfClients(connection, ended, now)
  for (const event of changes.events) await auditOn(connection, event)
}
