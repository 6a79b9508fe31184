import 'reflect-metadata'
import { merge, type Requirement } from './requirement.js'

const PUBLIC = Symbol('gatehouse:public')
const REQUIREMENT = Symbol('gatehouse:requirement')

/** How one route is protected. */
export interface AccessRule {
  /** Open to everyone, without a token. */
  public: boolean
  /** Says itself how it is protected; otherwise it falls under the default: any valid token for this API. */
  declared: boolean
  requirement: Requirement
}

type Decorator = ClassDecorator & MethodDecorator
type Handler = (...parameters: never[]) => unknown
type Controller = abstract new (...parameters: never[]) => unknown

/** A decorator that adds to what its class or method requires, also to what a base class does. */
export function requiring(part: Partial<Requirement>): Decorator {
  return onClassOrMethod((target) => {
    const known = Reflect.getMetadata(REQUIREMENT, target) as Requirement | undefined
    Reflect.defineMetadata(REQUIREMENT, merge(known, part), target)
  })
}

/** A decorator that opens its class or method. */
export function opening(): Decorator {
  return onClassOrMethod((target) => Reflect.defineMetadata(PUBLIC, true, target))
}

/**
 * The rule of a route: class and method together.
 *
 * Enforces: a method only adds to its class. Where either requires something, `@Public()` on the other has no effect.
 */
export function accessRuleOf(handler: Handler, controller: Controller): AccessRule {
  const byHandler = rules.get(controller) ?? new WeakMap<Handler, AccessRule>()
  rules.set(controller, byHandler)
  const known = byHandler.get(handler)
  if (known) return known
  const rule = readRule(handler, controller)
  byHandler.set(handler, rule)
  return rule
}

const rules = new WeakMap<Controller, WeakMap<Handler, AccessRule>>()

function readRule(handler: Handler, controller: Controller): AccessRule {
  const onClass = Reflect.getMetadata(REQUIREMENT, controller) as Requirement | undefined
  const onMethod = Reflect.getMetadata(REQUIREMENT, handler) as Requirement | undefined
  const opened = [controller, handler].some((target) => Reflect.getMetadata(PUBLIC, target) === true)
  const demanding = onClass !== undefined || onMethod !== undefined
  return {
    public: opened && !demanding,
    declared: opened || demanding,
    requirement: merge(onClass, onMethod ?? {}),
  }
}

function onClassOrMethod(declare: (target: object) => void): Decorator {
  return (target: object, _key?: string | symbol, descriptor?: { value?: unknown }) => {
    declare((descriptor?.value as object | undefined) ?? target)
  }
}
