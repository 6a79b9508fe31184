import { createParamDecorator, type ExecutionContext } from '@nestjs/common'
import type { NewAuditEvent } from '@gatehouse/data-access'
import type { Principal } from '@gatehouse/guards'
import type { AdminScope } from '@gatehouse/token-types'
import { incomingOf, type IncomingRequest } from '../../http/incoming-request.js'

/** What an audit event of an admin's change says beside who, when and from where. */
export interface Deed {
  /** For example client.updated. */
  type: string
  subjectId?: string
  clientId?: string
  /** What was before and what is now; never a secret. */
  detail?: object
}

/** Who calls the admin API, and what they may do there. */
export class Actor {
  constructor(
    readonly principal: Principal,
    /** What both the token and the person's roles allow. */
    readonly scopes: ReadonlySet<AdminScope>,
    /** True for a person who is an owner; never for a client. */
    readonly isOwner: boolean,
    private readonly scene: IncomingRequest['scene'],
  ) {}

  /** The audit event of something that this actor does now. */
  event({ detail, ...deed }: Deed, now: Date): NewAuditEvent {
    const through = { through: this.principal.clientId }
    return {
      at: now,
      outcome: 'success',
      actorId: this.principal.subject,
      ...deed,
      ...this.scene,
      detail: { ...through, ...detail },
    }
  }
}

const actors = new WeakMap<IncomingRequest, Actor>()

/** Remembers who calls for as long as the request lives. */
export function keepActor(context: ExecutionContext, actor: Actor): void {
  actors.set(incomingOf(context), actor)
}

/** Who calls. @throws Error where no `@AdminRoute` stands before */
export function actorOf(context: ExecutionContext): Actor {
  const actor = actors.get(incomingOf(context))
  if (actor) return actor
  throw new Error(`${context.getClass().name}.${context.getHandler().name} is no @AdminRoute`)
}

/** Parameter: the `Actor`. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext) => actorOf(context))
