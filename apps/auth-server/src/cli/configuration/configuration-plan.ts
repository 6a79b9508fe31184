import type {
  ClientRecord,
  ConfigurationChanges,
  NewAuditEvent,
  ResourceRecord,
} from '@gatehouse/data-access'
import { ADMIN_RESOURCE } from '@gatehouse/token-types'
import { clientSteps } from './client-steps.js'
import type { DesiredConfiguration } from './configuration-file.js'
import type { NewSecret, PlanOptions, Step } from './plan-step.js'
import { resourceSteps } from './resource-steps.js'

/** What is registered. */
export interface CurrentConfiguration {
  resources: readonly ResourceRecord[]
  clients: readonly ClientRecord[]
}

/** What an apply does. */
export interface Plan {
  steps: Step[]
  changes: ConfigurationChanges
  /** Of new clients, in clear: to be shown once. */
  secrets: NewSecret[]
  /** What the file does not name and which therefore stays. */
  left: string[]
  warnings: string[]
}

/**
 * What must change so that what is registered is what the file wants.
 *
 * *Enforces*: nothing goes without `prune`; what is built in stays, and so do clients of the admin API, without which
 * nobody could look at what happened.
 *
 * @throws Refused naming the line of the file
 */
export async function planConfiguration(
  desired: DesiredConfiguration,
  current: CurrentConfiguration,
  options: PlanOptions,
): Promise<Plan> {
  const { after, ...resources } = resourceSteps(desired.resources, current.resources, options.prune)
  const { secrets, ...clients } = await clientSteps(desired.clients, current.clients, after, options)
  const steps = [...resources.steps, ...clients.steps]
  return {
    steps,
    secrets,
    left: [...resources.left, ...clients.left],
    warnings: steps
      .filter(givesAdministration)
      .map(({ id }) => `the client ${id} gets scopes of the admin API.`),
    changes: { ...resources, ...clients, events: steps.map((step) => eventOf(step, options.now)) },
  }
}

function givesAdministration({ kind, before, after }: Step): boolean {
  const count = (fields: Record<string, unknown>) =>
    JSON.stringify(fields['resource_scopes'] ?? []).split(JSON.stringify(ADMIN_RESOURCE)).length
  return kind === 'client' && count(after) > count(before)
}

const EVENTS = { add: 'registered', change: 'updated', remove: 'removed' } as const

function eventOf({ act, kind, id, before, after }: Step, now: Date): NewAuditEvent {
  return {
    at: now,
    type: `${kind}.${EVENTS[act]}`,
    outcome: 'success',
    ...(kind === 'client' ? { clientId: id } : {}),
    detail: {
      by: 'command line',
      ...(kind === 'resource' ? { resource: id } : {}),
      ...(act === 'add' ? {} : { before }),
      ...(act === 'remove' ? {} : { after }),
    },
  }
}
