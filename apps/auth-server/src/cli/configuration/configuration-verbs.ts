import { readFileSync, writeFileSync } from 'node:fs'
import { ChangedMeanwhile, StillInUse } from '@gatehouse/data-access'
import { refuseIdOfPerson } from '../../registration/client-rules.js'
import { Refused } from '../../registration/refusals.js'
import type { Given } from '../given.js'
import type { Report } from '../report.js'
import type { CommandContext } from '../verb.js'
import { readConfiguration } from './configuration-file.js'
import { planConfiguration, type Plan } from './configuration-plan.js'
import { configurationDocument, configurationText } from './configuration-text.js'
import { planText } from './plan-text.js'

/** Writes resources and clients as YAML, without secrets. */
export async function exportAll(given: Given, { resources, clients }: CommandContext): Promise<Report> {
  const document = configurationDocument(await resources.list(), await clients.list())
  const text = configurationText(document)
  const file = given.one('to', (path) => path)
  if (file === undefined) return { facts: { ...document }, text: text.trimEnd() }
  write(file, text)
  const counts = `${document.resources.length} resources and ${document.clients.length} clients`
  return { headline: `Wrote ${counts} to ${file}.`, facts: { file }, text: '' }
}

/** Shows what an apply would change. */
export async function plan(given: Given, context: CommandContext, file: string): Promise<Report> {
  const { prune, made } = await planned(given, context, file)
  const { steps, left, warnings } = made
  return { facts: { steps, left }, text: planText(made, prune), warnings }
}

/** Makes what is registered what the file says, in one transaction. */
export async function apply(given: Given, context: CommandContext, file: string): Promise<Report> {
  const { prune, made } = await planned(given, context, file)
  const { steps, left, warnings, secrets, changes } = made
  if (steps.length > 0) await refusingOvertaken(context.configuration.apply(changes, context.now))
  return {
    ...(steps.length > 0 ? { headline: 'Applied.' } : {}),
    facts: { steps, left, secrets },
    text: [planText(made, prune), secretsText(secrets)].filter(Boolean).join('\n\n'),
    warnings,
  }
}

async function planned(
  given: Given,
  { resources, clients, users, now, readInput }: CommandContext,
  file: string,
): Promise<{ prune: boolean; made: Plan }> {
  const desired = await readConfiguration(file === '-' ? await readInput() : read(file))
  const prune = given.flag('prune') === true
  const current = { resources: await resources.list(), clients: await clients.list() }
  const requireFreeId = (clientId: string) => refuseIdOfPerson(clientId, users)
  return { prune, made: await planConfiguration(desired, current, { prune, now, requireFreeId }) }
}

async function refusingOvertaken(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (error instanceof ChangedMeanwhile) {
      throw new Refused('Something was changed meanwhile; nothing is applied. Look at the plan again.')
    }
    if (!(error instanceof StillInUse)) throw error
    const { clients, people } = error.use
    const holders = [...clients.map((id) => `the client ${id}`), ...(people > 0 ? [`${people} people`] : [])]
    throw new Refused(`${error.what.join(', ')}: held by ${holders.join(', ')}. Nothing is applied.`)
  }
}

function secretsText(secrets: Plan['secrets']): string {
  if (secrets.length === 0) return ''
  const rows = secrets.map(({ client_id: id, client_secret: secret }) => `    ${id}  ${secret}`)
  return ['New secrets, shown this once; only their SHA-256 is kept:', ...rows].join('\n')
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new Refused(`The file ${file} cannot be read.`)
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch {
    throw new Refused(`The file ${file} cannot be written.`)
  }
}
