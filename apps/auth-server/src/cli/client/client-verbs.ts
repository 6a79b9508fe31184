import { randomUUID } from 'node:crypto'
import { AlreadyExists, type ClientRecord } from '@gatehouse/data-access'
import type { Given } from '../given.js'
import { BadValue, Refused } from '../../registration/refusals.js'
import { table, type Report } from '../report.js'
import type { CommandContext } from '../verb.js'
import { attributesOf, withMethod } from '../../registration/client-attributes.js'
import { givenAttributes, newAttributes } from './client-attributes.js'
import { clientFacts } from './client-facts.js'
import {
  clientIdentifier,
  refuseIdOfPerson,
  requireConsistent,
  requireKnownResources,
} from '../../registration/client-rules.js'
import { freshSecret } from './client-secrets.js'
import { needsSecret } from '../../registration/client-secret.js'

const SHOWN_ONCE = 'The secret is shown this once; only its SHA-256 is kept.'
const WITHOUT_PKCE =
  "this client is exempt from PKCE: a stolen code can be slipped into somebody's sign-in at it (RFC 9700 §4.5). Exempt none that can send a code_challenge."

/** Registers a client, and a secret where its method needs one. */
export async function add(given: Given, context: CommandContext): Promise<Report> {
  const { clients, resources, users, now } = context
  const attributes = newAttributes(given)
  requireConsistent(attributes)
  const givenSecret = ['secret', 'secret-stdin'].find((option) => given.has(option))
  if (givenSecret !== undefined && !needsSecret(attributes.tokenEndpointAuthMethod)) {
    throw new BadValue(`--auth-method ${attributes.tokenEndpointAuthMethod} uses none`, givenSecret)
  }
  const clientId = given.one('id', clientIdentifier) ?? randomUUID()
  await refuseIdOfPerson(clientId, users)
  const secret = needsSecret(attributes.tokenEndpointAuthMethod)
    ? await freshSecret(given, context)
    : undefined
  await requireKnownResources(attributes, resources)
  const { jwks, ...columns } = attributes
  const client = await refusingTaken(
    clients.create({
      ...columns,
      ...(jwks === null ? {} : { jwks }),
      clientId,
      createdAt: now,
      updatedAt: now,
      secrets: secret ? [secret.row] : [],
    }),
  )
  return report('Registered', 'client.registered', client, secret?.clear)
}

/** Changes what is given, after checking the client as it would be afterwards. */
export async function update(given: Given, context: CommandContext, clientId: string): Promise<Report> {
  const { clients, resources, now } = context
  const before = await existing(context, clientId)
  const state = attributesOf(before)
  const changes = withMethod(givenAttributes(given, state), state)
  if (Object.keys(changes).length === 0) throw new Refused('Nothing is given to change.')
  const after = { ...state, ...changes }
  requireConsistent(after)
  await requireKnownResources(after, resources)
  const secretive = needsSecret(after.tokenEndpointAuthMethod)
  const secret = secretive && before.secrets.length === 0 ? await freshSecret(given, context) : undefined
  const secrets = secret ? [secret.row] : []
  const client = await clients.update(
    clientId,
    { ...changes, ...(secret || !secretive ? { secrets } : {}) },
    now,
  )
  return report('Changed', 'client.updated', client, secret?.clear, { changed: Object.keys(changes) })
}

/** Adds a secret beside the others, or in their place. */
export async function addSecret(given: Given, context: CommandContext, clientId: string): Promise<Report> {
  const { clients, now } = context
  const before = await existing(context, clientId)
  if (!needsSecret(before.tokenEndpointAuthMethod)) {
    throw new Refused(`The client ${clientId} uses no secret but ${before.tokenEndpointAuthMethod}.`)
  }
  const { row, clear } = await freshSecret(given, context)
  const client =
    given.flag('replace') === true
      ? await clients.update(clientId, { secrets: [row] }, now)
      : await clients.addSecret(clientId, row, now)
  return report('Added a secret to', 'client.secret_added', client, clear, { name: row.name })
}

/** Every client in a row of its own. */
export async function list(_given: Given, { clients }: CommandContext): Promise<Report> {
  const all = await clients.list()
  const rows = all.map((client) => [
    client.clientId,
    client.name,
    client.tokenEndpointAuthMethod,
    client.grantTypes.join(' ') || '-',
    client.disabledAt ? 'off' : 'on',
  ])
  return {
    facts: { clients: all.map((client) => clientFacts(client)) },
    text: table(['CLIENT_ID', 'NAME', 'AUTH METHOD', 'GRANTS', 'STATE'], rows),
  }
}

/** Everything about one client, but for its secrets. */
export async function show(_given: Given, context: CommandContext, clientId: string): Promise<Report> {
  return { facts: clientFacts(await existing(context, clientId)) }
}

/** Removes a client; its tokens end. */
export async function remove(_given: Given, context: CommandContext, clientId: string): Promise<Report> {
  await existing(context, clientId)
  await context.clients.remove(clientId, context.now)
  return {
    headline: `Removed the client ${clientId}; its tokens are revoked.`,
    facts: { client_id: clientId, removed: true },
    text: '',
    event: { type: 'client.removed', clientId },
  }
}

/** Switches a client on or off; off ends its tokens. */
export const switching =
  (on: boolean) => async (_given: Given, context: CommandContext, clientId: string) => {
    await existing(context, clientId)
    const { clients, now } = context
    const changed = on ? await clients.enable(clientId, now) : await clients.disable(clientId, now)
    if (!changed) throw new Refused(`The client ${clientId} is ${on ? 'on' : 'off'} already.`)
    const headline = on
      ? `Switched on the client ${clientId}.`
      : `Switched off the client ${clientId}; its tokens are revoked.`
    const facts = clientFacts(await existing(context, clientId))
    return { headline, facts, text: '', event: { type: on ? 'client.enabled' : 'client.disabled', clientId } }
  }

function report(
  done: string,
  type: string,
  client: ClientRecord,
  clearSecret?: string,
  detail: object | null = null,
): Report {
  const { clientId } = client
  return {
    headline: `${done} the client ${clientId}.${clearSecret === undefined ? '' : ` ${SHOWN_ONCE}`}`,
    facts: clientFacts(client, clearSecret),
    warnings: client.pkceExempt ? [WITHOUT_PKCE] : [],
    event: { type, clientId, detail },
  }
}

async function existing({ clients }: CommandContext, clientId: string): Promise<ClientRecord> {
  const client = await clients.find(clientId)
  if (!client) throw new Refused(`There is no client ${clientId}; see npm run client -- list.`)
  return client
}

async function refusingTaken(made: Promise<ClientRecord>): Promise<ClientRecord> {
  return made.catch((error: unknown) => {
    throw error instanceof AlreadyExists ? new BadValue('is taken by another client', 'id') : error
  })
}
