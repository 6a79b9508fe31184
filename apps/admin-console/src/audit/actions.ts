'use server'

import type { AdminAuditChainReport, AdminAuditEvent } from '@gatehouse/token-types'
import type { AdminApi } from '../admin-api/admin-api'
import { attempt } from '../admin-api/attempt'
import { listAuditEvents, verifyAuditChain } from '../admin-api/audit-events'
import type { Outcome } from '../admin-api/outcome'

/** Recomputes every hash of the audit log's chain. */
export const verifyChain = async (): Promise<Outcome<AdminAuditChainReport>> => attempt(verifyAuditChain)

const CHANGES_OF_CLIENT = [
  'client.updated',
  'client.enabled',
  'client.disabled',
  'client.secret_added',
  'client.secret_changed',
  'client.secret_removed',
] as const

const CHANGES_OF_USER = [
  'user.updated',
  'user.enabled',
  'user.disabled',
  'user.role_given',
  'user.role_taken',
  'user.password_set',
  'user.password_chosen',
] as const

/**
 * The latest change of a client after the version of a moment; undefined where the log tells of none. Refused to whoever
 * may not read the audit log.
 *
 * @param version when the version was made that the form began with, in ISO 8601
 */
export const lastChangeOfClient = async (clientId: string, version: string): Promise<LastChange> =>
  attempt((api) => latest(api, CHANGES_OF_CLIENT, { client_id: clientId }, version))

/** The same of a person. */
export const lastChangeOfUser = async (sub: string, version: string): Promise<LastChange> =>
  attempt((api) => latest(api, CHANGES_OF_USER, { subject: sub }, version))

type LastChange = Outcome<AdminAuditEvent | undefined>

async function latest(
  api: AdminApi,
  types: readonly string[],
  whose: Readonly<Record<string, string>>,
  version: string,
): Promise<AdminAuditEvent | undefined> {
  const from = new Date(Date.parse(version) + 1).toISOString()
  const pages = await Promise.all(
    types.map((type) => listAuditEvents(api, { ...whose, type, from, limit: 1 })),
  )
  const found = pages.flatMap(({ items }) => items)
  return found.sort((one, other) => Number(BigInt(other.sequence) - BigInt(one.sequence)))[0]
}
