import type pg from 'pg'
import { ChangedMeanwhile } from '../changed-meanwhile.js'
import { columnOf } from '../columns.js'
import { StillInUse, type ResourceUse } from '../still-in-use.js'

/*
 * Writes on resources within a transaction that the caller holds open on one connection.
 */

type Connection = Pick<pg.ClientBase, 'query'>

/** A scope as it is registered. */
export interface NewScope {
  name: string
  /** Sentence on the consent page. */
  consentText: string
  /** Marked on the consent page; absent means it is not. */
  sensitive?: boolean
}

/** A role as it is registered. */
export interface NewRole {
  name: string
  description: string
}

/** Columns to change, and the scopes or roles that take the place of those before; what is left out stays. */
export interface ResourceChange {
  name?: string
  signingAlg?: string
  accessTokenLifetimeSeconds?: number
  scopes?: readonly NewScope[]
  roles?: readonly NewRole[]
}

/**
 * Changes columns, and adds or changes scopes and roles. None goes: that is `removeMissingParts`.
 *
 * @param version the `updatedAt` that the change was made for; left out, the last writer wins
 * @throws ChangedMeanwhile when the resource is gone, or of another version by now
 */
export async function changeResource(
  connection: Connection,
  identifier: string,
  { scopes = [], roles = [], ...columns }: ResourceChange,
  now: Date,
  version?: Date,
): Promise<void> {
  const given = Object.entries(columns).filter(([, value]) => value !== undefined)
  const sets = given.map(([field], at) => `, ${columnOf(field)} = $${at + 4}`).join('')
  const { rowCount } = await connection.query(
    `UPDATE resources SET updated_at = $2${sets} WHERE identifier = $1 AND ($3::timestamptz IS NULL OR updated_at = $3)`,
    [identifier, now, version ?? null, ...given.map(([, value]) => value)],
  )
  if (rowCount === 0) throw new ChangedMeanwhile('The resource was changed or removed meanwhile.')
  await putParts(connection, identifier, scopes, roles)
}

/** Registers a resource with its scopes and roles. A taken identifier is a unique violation. */
export async function insertResource(
  connection: Connection,
  identifier: string,
  resource: Required<ResourceChange>,
  now: Date,
): Promise<void> {
  const { name, signingAlg, accessTokenLifetimeSeconds, scopes, roles } = resource
  await connection.query(
    `INSERT INTO resources (identifier, name, signing_alg, access_token_lifetime_seconds, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $5)`,
    [identifier, name, signingAlg, accessTokenLifetimeSeconds, now],
  )
  await putParts(connection, identifier, scopes, roles)
}

async function putParts(
  connection: Connection,
  identifier: string,
  scopes: readonly NewScope[],
  roles: readonly NewRole[],
): Promise<void> {
  await connection.query(
    `INSERT INTO resource_scopes (resource_identifier, name, consent_text, sensitive)
     SELECT $1, * FROM unnest($2::text[], $3::text[], $4::boolean[])
     ON CONFLICT (resource_identifier, name) DO UPDATE
     SET consent_text = excluded.consent_text, sensitive = excluded.sensitive`,
    [
      identifier,
      scopes.map(({ name }) => name),
      scopes.map(({ consentText }) => consentText),
      scopes.map(({ sensitive = false }) => sensitive),
    ],
  )
  await connection.query(
    `INSERT INTO roles (resource_identifier, name, description) SELECT $1, * FROM unnest($2::text[], $3::text[])
     ON CONFLICT (resource_identifier, name) DO UPDATE SET description = excluded.description`,
    [identifier, roles.map(({ name }) => name), roles.map(({ description }) => description)],
  )
}

/**
 * Takes away the scopes and roles that are not among these. Rows are locked before it is asked who holds them, so that
 * none is given away in between.
 *
 * @throws StillInUse when a client holds such a scope, or a person such a role
 */
export async function removeMissingParts(
  connection: Connection,
  identifier: string,
  { scopes, roles }: Pick<ResourceChange, 'scopes' | 'roles'>,
): Promise<void> {
  if (scopes) {
    const kept = scopes.map(({ name }) => name)
    await removeScopes(
      connection,
      identifier,
      await lockedNames(connection, 'resource_scopes', identifier, kept),
    )
  }
  if (roles) {
    const kept = roles.map(({ name }) => name)
    await removeRoles(connection, identifier, await lockedNames(connection, 'roles', identifier, kept))
  }
}

async function lockedNames(
  connection: Connection,
  table: 'resource_scopes' | 'roles',
  identifier: string,
  except: readonly string[],
): Promise<string[]> {
  const { rows } = await connection.query<{ name: string }>(
    `SELECT name FROM ${table} WHERE resource_identifier = $1 AND name <> ALL ($2::text[]) ORDER BY name FOR UPDATE`,
    [identifier, except],
  )
  return rows.map(({ name }) => name)
}

async function removeScopes(connection: Connection, identifier: string, names: string[]): Promise<void> {
  if (names.length === 0) return
  const { rows } = await connection.query<{ client_id: string }>(
    `SELECT DISTINCT client_id FROM client_resource_scopes
     WHERE resource_identifier = $1 AND scope = ANY ($2) ORDER BY client_id`,
    [identifier, names],
  )
  if (rows.length > 0) {
    throw new StillInUse(names, { clients: rows.map(({ client_id: id }) => id), people: 0 })
  }
  await connection.query('DELETE FROM resource_scopes WHERE resource_identifier = $1 AND name = ANY ($2)', [
    identifier,
    names,
  ])
  await forgetConsent(connection, identifier, names)
}

/** What people allowed under a name must not hold for a later scope of that name. Null means every scope. */
export async function forgetConsent(
  connection: Connection,
  identifier: string,
  scopes: readonly string[] | null,
): Promise<void> {
  await connection.query(
    'DELETE FROM consented_scopes WHERE resource_identifier = $1 AND ($2::text[] IS NULL OR scope = ANY ($2))',
    [identifier, scopes],
  )
}

async function removeRoles(connection: Connection, identifier: string, names: string[]): Promise<void> {
  if (names.length === 0) return
  const { rows } = await connection.query<{ people: number }>(
    'SELECT count(DISTINCT user_id)::int AS people FROM user_roles WHERE resource_identifier = $1 AND role = ANY ($2)',
    [identifier, names],
  )
  const people = rows[0]?.people ?? 0
  if (people > 0) throw new StillInUse(names, { clients: [], people })
  await connection.query('DELETE FROM roles WHERE resource_identifier = $1 AND name = ANY ($2)', [
    identifier,
    names,
  ])
}

/**
 * Removes a resource that nothing depends on. False when there is none of this identifier.
 *
 * @throws StillInUse
 */
export async function deleteResource(connection: Connection, identifier: string): Promise<boolean> {
  await connection.query('SELECT 1 FROM resources WHERE identifier = $1 FOR UPDATE', [identifier])
  await lockedNames(connection, 'resource_scopes', identifier, [])
  await lockedNames(connection, 'roles', identifier, [])
  const use = await useOfResource(connection, identifier)
  if (use.clients.length > 0 || use.people > 0) throw new StillInUse([identifier], use)
  const { rowCount } = await connection.query('DELETE FROM resources WHERE identifier = $1', [identifier])
  if (rowCount === 0) return false
  await forgetConsent(connection, identifier, null)
  return true
}

/** Who depends on the resource. */
export async function useOfResource(connection: Connection, identifier: string): Promise<ResourceUse> {
  const clients = await connection.query<{ client_id: string }>(
    `SELECT client_id FROM clients WHERE default_resource = $1 OR resource_server_for = $1
     UNION SELECT client_id FROM client_resource_scopes WHERE resource_identifier = $1 ORDER BY client_id`,
    [identifier],
  )
  const holders = await connection.query<{ people: number }>(
    'SELECT count(DISTINCT user_id)::int AS people FROM user_roles WHERE resource_identifier = $1',
    [identifier],
  )
  return { clients: clients.rows.map(({ client_id: id }) => id), people: holders.rows[0]?.people ?? 0 }
}
