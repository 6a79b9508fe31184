import type { Plan } from './configuration-plan.js'
import type { Step } from './plan-step.js'

const SIGNS = { add: '+', change: '~', remove: '-' } as const

/** A plan as a person reads it: a sign and a name for each step, and under it each field with what was and what will be. */
export function planText({ steps, left }: Pick<Plan, 'steps' | 'left'>, prune: boolean): string {
  const parts = [steps.length === 0 ? 'Nothing to change.' : steps.map(stepText).join('\n\n')]
  if (steps.length > 0) parts.push(countText(steps))
  if (left.length > 0) {
    const why = prune ? 'They stay in any case' : '--prune removes them, but for what the server needs'
    parts.push(`Not in the file: ${left.join(', ')}. ${why}.`)
  }
  return parts.join('\n\n')
}

function countText(steps: readonly Step[]): string {
  const count = (act: Step['act']) => steps.filter((one) => one.act === act).length
  return `${count('add')} to add, ${count('change')} to change, ${count('remove')} to remove.`
}

function stepText({ act, kind, id, before, after }: Step): string {
  const names = act === 'remove' ? [] : Object.keys(after)
  const rows = names.flatMap((name) => fieldRows(name, act === 'add' ? undefined : before[name], after[name]))
  return [`${SIGNS[act]} ${kind} ${id}`, ...rows.map((row) => `    ${row}`)].join('\n')
}

function fieldRows(name: string, before: unknown, after: unknown): string[] {
  if (before === undefined) return isEmpty(after) ? [] : [`${name}: ${inOneLine(after)}`]
  if (!Array.isArray(before) || !Array.isArray(after)) {
    return [`${name}: ${inOneLine(before)} → ${inOneLine(after)}`]
  }
  const was = before.map(inOneLine)
  const is = after.map(inOneLine)
  const gone = was.filter((item) => !is.includes(item)).map((item) => `  - ${item}`)
  const come = is.filter((item) => !was.includes(item)).map((item) => `  + ${item}`)
  const rows = [...gone, ...come]
  return [`${name}:`, ...(rows.length > 0 ? rows : [`  in this order: ${is.join(', ')}`])]
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0)
}

/** JSON, in which no sign of a terminal's language stands as itself. */
function inOneLine(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
}
