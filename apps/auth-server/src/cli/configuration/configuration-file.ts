import { IntersectionType, OmitType } from '@nestjs/swagger'
import type { AdminFieldError } from '@gatehouse/token-types'
import { fieldProblems } from '../../admin/clients/client-problems.js'
import { NewClientFields } from '../../admin/clients/client-fields.js'
import { attributesFrom } from '../../admin/clients/client-view.js'
import { NewResourceFields } from '../../admin/resources/resource-fields.js'
import { resourceAttributesFrom } from '../../admin/resources/resource-view.js'
import { FlagField, TextField } from '../../admin/route/fields.js'
import { inputPipe } from '../../admin/route/input-pipe.js'
import { Problem } from '../../http/problem.js'
import { newClientAttributes, type ClientAttributes } from '../../registration/client-attributes.js'
import { clientIdentifier, requireConsistent } from '../../registration/client-rules.js'
import { Refused } from '../../registration/refusals.js'
import {
  newResourceAttributes,
  requireEachOnce,
  type ResourceAttributes,
} from '../../registration/resource-rules.js'
import { readYaml, refusal, type YamlDocument } from './yaml-document.js'

/** A resource as a file wants it. */
export interface DesiredResource {
  identifier: string
  attributes: ResourceAttributes
}

/** A client as a file wants it. */
export interface DesiredClient {
  clientId: string
  attributes: ClientAttributes
  /** Off or on; undefined leaves it as it is. */
  disabled: boolean | undefined
  /** Turns what a rule refuses about the client into a refusal that names the line. */
  check(rules: () => Promise<void>): Promise<void>
}

/** What a file wants. A section that it leaves out is left alone. */
export interface DesiredConfiguration {
  resources: DesiredResource[] | undefined
  clients: DesiredClient[] | undefined
}

const SECTIONS = ['version', 'resources', 'clients']
const VERSION = 1

class Identity {
  @TextField({ description: 'client_id', read: clientIdentifier })
  client_id!: string

  @FlagField({ description: 'Switched off; left out, it stays as it is', optional: true })
  disabled?: boolean
}

/** A client in a file: as the admin API takes it, with an id and without any secret. */
class ClientEntry extends IntersectionType(
  OmitType(NewClientFields, ['client_id', 'client_secret']),
  Identity,
) {}

/**
 * Reads a file of resources and clients. What an entry leaves out takes its default; what nobody knows is refused. Whether
 * the resources that a client names exist is not asked here.
 *
 * @throws Refused with a line for each problem, which names the line of the file
 */
export async function readConfiguration(text: string): Promise<DesiredConfiguration> {
  const file = readYaml(text)
  const sections = requireMapping(file.value, '', file)
  const unknown = Object.keys(sections).find((name) => !SECTIONS.includes(name))
  if (unknown !== undefined) {
    throw refusal(file.lineOf(unknown), `${JSON.stringify(unknown)} is none of ${SECTIONS.join(', ')}`)
  }
  if (sections['version'] !== VERSION) {
    throw refusal(file.lineOf('version'), `"version: ${VERSION}" is what this release reads`)
  }
  return {
    resources: await entries(file, 'resources', 'identifier', readResource),
    clients: await entries(file, 'clients', 'client_id', readClient),
  }
}

async function readResource(file: YamlDocument, path: string, entry: object): Promise<DesiredResource> {
  const { identifier, name, ...given } = await checked(file, path, NewResourceFields, entry)
  const attributes = newResourceAttributes({ ...resourceAttributesFrom(given), name })
  await located(file, path, () =>
    fieldProblems(() => {
      requireEachOnce('scopes', attributes.scopes)
      requireEachOnce('roles', attributes.roles)
      return Promise.resolve()
    }),
  )
  return { identifier, attributes }
}

async function readClient(file: YamlDocument, path: string, entry: object): Promise<DesiredClient> {
  const fields = await checked(file, path, ClientEntry, entry)
  const { client_id: clientId, kind = 'web', disabled, ...given } = fields
  const attributes = newClientAttributes(kind, attributesFrom(given))
  const check = (rules: () => Promise<void>) => located(file, path, () => fieldProblems(rules))
  await check(() => {
    requireConsistent(attributes)
    return Promise.resolve()
  })
  return { clientId, attributes, disabled, check }
}

/** Every entry of a section; all that is wrong with them comes out at once. */
async function entries<Entry>(
  file: YamlDocument,
  section: string,
  key: string,
  read: (file: YamlDocument, path: string, entry: object) => Promise<Entry>,
): Promise<Entry[] | undefined> {
  const list = requireMapping(file.value, '', file)[section]
  if (list === undefined || list === null) return undefined
  if (!Array.isArray(list)) throw refusal(file.lineOf(section), `${section} must be a list`)
  const problems: string[] = []
  const made: Entry[] = []
  const ids = new Set<unknown>()
  for (const [at, item] of (list as unknown[]).entries()) {
    const path = `${section}[${at}]`
    try {
      const entry = requireMapping(item, path, file)
      if (ids.has(entry[key]))
        throw refusal(file.lineOf(`${path}.${key}`), `${String(entry[key])} stands here twice`)
      ids.add(entry[key])
      made.push(await read(file, path, entry))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      problems.push(error.message)
    }
  }
  if (problems.length > 0) throw new Refused(problems.join('\n'))
  return made
}

function requireMapping(value: unknown, path: string, file: YamlDocument): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw refusal(file.lineOf(path), `${path || 'the file'} must be a mapping of names to values`)
}

async function checked<Fields extends object>(
  file: YamlDocument,
  path: string,
  fields: new () => Fields,
  entry: object,
): Promise<Fields> {
  return located(
    file,
    path,
    async () => (await inputPipe.transform(entry, { type: 'body', metatype: fields })) as Fields,
  )
}

async function located<T>(file: YamlDocument, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { errors = [] } = error.getResponse() as { errors?: AdminFieldError[] }
    const problems = errors.map(({ field, message }) => {
      const place = `${path}.${field}`
      return refusal(file.lineOf(place), `${JSON.stringify(place).slice(1, -1)} ${message}`).message
    })
    throw new Refused(problems.join('\n'))
  }
}
