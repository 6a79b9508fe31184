import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { ChangedMeanwhile } from '../changed-meanwhile.js'
import { columnOf } from '../columns.js'
import type { Prisma } from '../generated/client.js'
import { revokeFamilies } from './family-revocation.js'
import { addRevocations, revocationExpiry } from './revocation-store.js'

/*
 * Writes on clients within a transaction that the caller holds open on one connection.
 */

type Connection = Pick<pg.ClientBase, 'query'>

/** A secret as it is stored: its digest, never itself. */
export interface NewClientSecret {
  /** What the admin calls it. */
  name: string
  /** SHA-256 of the secret. */
  digest: Uint8Array
  /** First characters of the secret. */
  hint: string
  /** Absent means it lives until removed. */
  expiresAt?: Date
}

/** A client to register: the columns of `clients`, its secrets, and its ceiling of API scopes. */
export type NewClient = Omit<Prisma.ClientUncheckedCreateInput, 'secrets' | 'resourceScopes'> & {
  secrets?: readonly NewClientSecret[]
  resourceScopes?: readonly { resource: string; scope: string }[]
}

/** Columns to change, and the ceiling of API scopes or the secrets that take the place of those before. */
export type ClientChange = Partial<Omit<NewClient, 'clientId' | 'jwks'>> & {
  /** A JWK Set; null removes the one before. */
  jwks?: object | null
}

/**
 * Servers may work by the registration that they read up to so long ago, in seconds. What a client gets meanwhile ends
 * with it: its revocation reaches this far ahead.
 */
export const REGISTRATION_LAG_SECONDS = 3

/** Parameters: client_id, now. Reaches a row where the client was on. */
export const SWITCH_CLIENT_OFF =
  'UPDATE clients SET disabled_at = $2, updated_at = $2 WHERE client_id = $1 AND disabled_at IS NULL'

/** Parameters: client_id, now. Reaches a row where the client was off. */
export const SWITCH_CLIENT_ON =
  'UPDATE clients SET disabled_at = NULL, updated_at = $2 WHERE client_id = $1 AND disabled_at IS NOT NULL'

/** Parameter: client_id. What people allowed the client goes with it. */
export const REMOVE_CLIENT = `WITH withdrawn AS (DELETE FROM grants WHERE client_id = $1)
  DELETE FROM clients WHERE client_id = $1`

/** A client whose tokens end, and why. */
export interface EndedClient {
  clientId: string
  reason: string
}

/**
 * Revokes the refresh families of the clients and ends their living access tokens. Locks families first and the list of
 * revocations last: nothing but the audit log may be locked behind it.
 */
export async function endTokensOfClients(
  connection: Connection,
  ended: readonly EndedClient[],
  now: Date,
): Promise<void> {
  for (const { clientId, reason } of ended) {
    await connection.query(revokeFamilies('client_id = $1'), [clientId, now, reason])
  }
  const revokedAt = new Date(now.getTime() + REGISTRATION_LAG_SECONDS * 1000)
  const expiresAt = revocationExpiry(revokedAt)
  await addRevocations(
    connection,
    ended.map(({ clientId: value, reason }) => ({ claim: 'client_id', value, revokedAt, expiresAt, reason })),
  )
}

/** Registers a client. A taken id is a unique violation. */
export async function insertClient(
  connection: Connection,
  clientId: string,
  { secrets = [], resourceScopes = [], ...columns }: ClientChange,
  now: Date,
): Promise<void> {
  const row = { ...columns, clientId, createdAt: now, updatedAt: now }
  const given = storedColumns(row)
  await connection.query(
    `INSERT INTO clients (${given.map(([column]) => column).join(', ')})
     VALUES (${given.map((_, at) => `$${at + 1}`).join(', ')})`,
    given.map(([, value]) => value),
  )
  await insertScopes(connection, clientId, resourceScopes)
  await insertSecrets(connection, clientId, secrets, now)
}

/**
 * Changes what is given; scopes of APIs and secrets that are given take the place of those before.
 *
 * @param version the `updatedAt` that the change was made for
 * @throws ChangedMeanwhile when the client is gone, or of another version by now
 */
export async function changeClient(
  connection: Connection,
  clientId: string,
  { secrets, resourceScopes, ...columns }: ClientChange,
  now: Date,
  version: Date,
): Promise<void> {
  const given = storedColumns(columns)
  const sets = given.map(([column], at) => `, ${column} = $${at + 4}`).join('')
  const { rowCount } = await connection.query(
    `UPDATE clients SET updated_at = $2${sets} WHERE client_id = $1 AND updated_at = $3`,
    [clientId, now, version, ...given.map(([, value]) => value)],
  )
  if (rowCount === 0) throw new ChangedMeanwhile('The client was changed or removed meanwhile.')
  if (resourceScopes) {
    await connection.query('DELETE FROM client_resource_scopes WHERE client_id = $1', [clientId])
    await insertScopes(connection, clientId, resourceScopes)
  }
  if (secrets) {
    await connection.query('DELETE FROM client_secrets WHERE client_id = $1', [clientId])
    await insertSecrets(connection, clientId, secrets, now)
  }
}

/** Columns with their values; JSON as its text. */
function storedColumns(columns: object): [column: string, value: unknown][] {
  return Object.entries(columns)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]: [string, unknown]) => [
      columnOf(field),
      field === 'jwks' && value !== null ? JSON.stringify(value) : value,
    ])
}

async function insertScopes(
  connection: Connection,
  clientId: string,
  scopes: readonly { resource: string; scope: string }[],
): Promise<void> {
  await connection.query(
    `INSERT INTO client_resource_scopes (client_id, resource_identifier, scope)
     SELECT $1, * FROM unnest($2::text[], $3::text[])`,
    [clientId, scopes.map(({ resource }) => resource), scopes.map(({ scope }) => scope)],
  )
}

async function insertSecrets(
  connection: Connection,
  clientId: string,
  secrets: readonly NewClientSecret[],
  now: Date,
): Promise<void> {
  for (const { name, digest, hint, expiresAt } of secrets) {
    await connection.query(
      `INSERT INTO client_secrets (id, client_id, name, digest, hint, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [randomUUID(), clientId, name, digest, hint, now, expiresAt ?? null],
    )
  }
}
