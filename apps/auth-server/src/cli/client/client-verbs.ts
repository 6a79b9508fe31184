import { randomUUID } from 'node:crypto'
import { AlreadyExists, type ClientRecord } from '@gatehouse/data-access'
import type { Given } from '../given.js'
import { BadValue, Refused } from '../refusals.js'
import { table, type Report } from '../report.js'
import { JSON_OPTION, type CommandContext, type Noun } from '../verb.js'
import {
  defaultAssertionAlgs,
  givenAttributes,
  newAttributes,
  type ClientAttributes,
} from './client-attributes.js'
import { clientFacts } from './client-facts.js'
import { ADD_OPTIONS, SECRET_OPTIONS, UPDATE_OPTIONS } from './client-options.js'
import { requireConsistent, requireKnownResources } from './client-rules.js'
import { freshSecret, needsSecret } from './client-secrets.js'

const ID = { name: 'id', description: 'client_id' }
const SHOWN_ONCE = 'The secret is shown this once; only its SHA-256 is kept.'
const WITHOUT_PKCE =
  'this client is exempt from PKCE: a stolen code of it can be redeemed by whoever also has its secret. Exempt none that can send a code_challenge.'

async function add(given: Given, { clients, resources, now }: CommandContext): Promise<Report> {
  const attributes = newAttributes(given)
  requireConsistent(attributes)
  if (given.has('secret') && !needsSecret(attributes.tokenEndpointAuthMethod)) {
    throw new BadValue(`--auth-method ${attributes.tokenEndpointAuthMethod} uses none`, 'secret')
  }
  const clientId = given.one('id', clientIdentifier) ?? randomUUID()
  const secret = needsSecret(attributes.tokenEndpointAuthMethod) ? freshSecret(given, now) : undefined
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

async function update(given: Given, context: CommandContext, clientId: string): Promise<Report> {
  const { clients, resources, now } = context
  const before = await existing(context, clientId)
  const state = attributesOf(before)
  const changes = withMethod(givenAttributes(given, state), state)
  if (Object.keys(changes).length === 0) throw new Refused('Nothing is given to change.')
  const after = { ...state, ...changes }
  requireConsistent(after)
  await requireKnownResources(after, resources)
  const secretive = needsSecret(after.tokenEndpointAuthMethod)
  const secret = secretive && before.secrets.length === 0 ? freshSecret(given, now) : undefined
  const secrets = secret ? [secret.row] : []
  const client = await clients.update(
    clientId,
    { ...changes, ...(secret || !secretive ? { secrets } : {}) },
    now,
  )
  return report('Changed', 'client.updated', client, secret?.clear, { changed: Object.keys(changes) })
}

async function addSecret(given: Given, context: CommandContext, clientId: string): Promise<Report> {
  const { clients, now } = context
  const before = await existing(context, clientId)
  if (!needsSecret(before.tokenEndpointAuthMethod)) {
    throw new Refused(`The client ${clientId} uses no secret but ${before.tokenEndpointAuthMethod}.`)
  }
  const { row, clear } = freshSecret(given, now)
  const client =
    given.flag('replace') === true
      ? await clients.update(clientId, { secrets: [row] }, now)
      : await clients.addSecret(clientId, row, now)
  return report('Added a secret to', 'client.secret_added', client, clear, { name: row.name })
}

async function list(_given: Given, { clients }: CommandContext): Promise<Report> {
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

async function show(_given: Given, context: CommandContext, clientId: string): Promise<Report> {
  return { facts: clientFacts(await existing(context, clientId)) }
}

async function remove(_given: Given, context: CommandContext, clientId: string): Promise<Report> {
  await existing(context, clientId)
  await context.clients.remove(clientId, context.now)
  return {
    headline: `Removed the client ${clientId}; its tokens are revoked.`,
    facts: { client_id: clientId, removed: true },
    text: '',
    event: { type: 'client.removed', clientId },
  }
}

const switching = (on: boolean) => async (_given: Given, context: CommandContext, clientId: string) => {
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

/** A change of the method brings the algorithms of assertions along, unless they are given. */
function withMethod(changes: Partial<ClientAttributes>, state: ClientAttributes): Partial<ClientAttributes> {
  const method = changes.tokenEndpointAuthMethod
  if (method === undefined || method === state.tokenEndpointAuthMethod) return changes
  return { assertionSigningAlgs: defaultAssertionAlgs(method), ...changes }
}

function attributesOf(client: ClientRecord): ClientAttributes {
  const { clientId: _, secrets: _s, disabledAt: _d, createdAt: _c, updatedAt: _u, ...columns } = client
  return {
    ...columns,
    jwks: client.jwks as object | null,
    resourceScopes: client.resourceScopes.map(({ resourceIdentifier, scope }) => ({
      resource: resourceIdentifier,
      scope,
    })),
  }
}

async function existing({ clients }: CommandContext, clientId: string): Promise<ClientRecord> {
  const client = await clients.find(clientId)
  if (!client) throw new Refused(`There is no client ${clientId}; see npm run client -- list.`)
  return client
}

/** @see RFC 6749 Appendix A.1; without the space, which nobody would see. */
function clientIdentifier(text: string): string {
  if (!/^[\x21-\x7e]{1,200}$/u.test(text)) {
    throw new BadValue('must be 1 to 200 printable ASCII characters without space')
  }
  return text
}

async function refusingTaken(made: Promise<ClientRecord>): Promise<ClientRecord> {
  return made.catch((error: unknown) => {
    throw error instanceof AlreadyExists ? new BadValue('is taken by another client', 'id') : error
  })
}

/** `npm run client`. */
export const clientNoun: Noun = {
  name: 'client',
  about: 'Applications that ask for tokens (RFC 6749 §2).',
  verbs: [
    {
      name: 'add',
      summary: 'Register a client',
      options: ADD_OPTIONS,
      run: add,
      examples: [
        [
          'add --name "Web shop" --redirect-uri https://shop.example/callback',
          'An application with a server',
        ],
        [
          'add --kind spa --name Portal --redirect-uri https://portal.example/ --cors-origin https://portal.example',
          'An application in the browser',
        ],
        [
          'add --kind service --name Nightly --resource http://localhost:4001 --scope accounts:read',
          'A job that acts for itself',
        ],
        [
          'add --kind service --name Payments --auth-method private_key_jwt --jwks keys.json',
          'A job that signs with its own key',
        ],
        [
          'add --kind service --name "Bank server" --grant "" --resource-server-for http://localhost:4001',
          'An API that introspects',
        ],
      ],
    },
    {
      name: 'list',
      summary: 'List clients',
      options: JSON_OPTION,
      run: list,
      examples: [['list', 'Every client, one in a line']],
    },
    {
      name: 'show',
      argument: ID,
      summary: 'Show everything about a client, but for its secrets',
      options: JSON_OPTION,
      run: show,
      examples: [['show web-shop --json', 'For a script']],
    },
    {
      name: 'update',
      argument: ID,
      summary: 'Change what is given; a list takes the place of the one before, an empty value takes away',
      options: UPDATE_OPTIONS,
      run: update,
      examples: [
        [
          'update web-shop --redirect-uri https://shop.example/callback --redirect-uri https://shop.example/cb2',
          'Two redirect URIs instead of those before',
        ],
        ['update web-shop --logo-uri ""', 'No logo any more'],
      ],
    },
    {
      name: 'secret',
      argument: ID,
      summary: 'Add another secret, so that old and new work side by side',
      options: SECRET_OPTIONS,
      run: addSecret,
      examples: [
        ['secret web-shop --expires-in-days 90', 'A secret for a quarter'],
        ['secret web-shop --replace', 'A secret was stolen: only the new one counts'],
      ],
    },
    {
      name: 'disable',
      argument: ID,
      summary: 'Switch a client off; its tokens are revoked',
      options: JSON_OPTION,
      run: switching(false),
      examples: [],
    },
    {
      name: 'enable',
      argument: ID,
      summary: 'Switch a client on again',
      options: JSON_OPTION,
      run: switching(true),
      examples: [],
    },
    {
      name: 'remove',
      argument: ID,
      summary: 'Remove a client; its tokens are revoked and what people allowed it is forgotten',
      options: JSON_OPTION,
      run: remove,
      examples: [],
    },
  ],
}
