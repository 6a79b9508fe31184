import { styleText } from 'node:util'

const WARN = 40
const ERROR = 50
const MOST_WORDS = 8
/** Pino's numbers behind the words that a server may write instead. */
const LEVELS = new Map(
  Object.entries({ trace: 10, debug: 20, info: 30, warn: WARN, error: ERROR, fatal: 60 }),
)

/**
 * @typedef {object} LogLine
 * @property {string} text as it was written
 * @property {number} level pino's number: 30 information, 40 warning, 50 error, 60 fatal
 * @property {string} message
 * @property {string | undefined} stack
 */

/**
 * Reads a line that a child wrote: JSON of pino, or any text. Text on standard error counts as a warning.
 * @param {string} text @param {'stdout' | 'stderr'} source
 * @returns {LogLine}
 */
export function readLine(text, source) {
  if (text.startsWith('{')) {
    try {
      const line = JSON.parse(text)
      const { level: given, msg, err } = line
      const level = LEVELS.get(given) ?? given
      if (typeof level === 'number') {
        const message = String(msg ?? err?.message ?? '')
        return {
          text,
          level,
          message: line.context === 'failure' ? explained(message, line) : message,
          stack: err?.stack,
        }
      }
    } catch {
      // Not JSON after all: any text.
    }
  }
  return { text, level: source === 'stderr' ? WARN : 30, message: text, stack: undefined }
}

/**
 * A refused request as its failure record tells it: what was expected, what came, and how to mend it.
 * @param {string} message @param {Record<string, unknown>} record
 */
function explained(message, record) {
  const facts = ['rule', 'expected', 'got', 'mend', 'reference', 'traceId'].filter((name) => record[name])
  return [message, ...facts.map((name) => `    ${name}: ${String(record[name])}`)].join('\n')
}

/** @param {LogLine} line */
export const isWorthShowing = (line) => line.level >= WARN && line.message.trim() !== ''

/** @param {string} name of the child @param {LogLine} line @returns {string} the line for a person's terminal */
export function prettyLine(name, line) {
  const color = line.level >= ERROR ? 'red' : 'yellow'
  const detail = line.stack && line.stack !== line.message ? `\n${line.stack}` : ''
  return `${styleText(color, name)} ${line.message}${detail}`
}

/** The place that Node prints above the line of source on which an uncaught error was thrown. */
const PLACE = /^(node|file):\S+:\d+$/
const NOISE = /^\s+at |^Node\.js v\d|^\s*\^+\s*$/

/**
 * What a process that died while it started had to say: its last error, without stack traces.
 * @param {LogLine[]} lines
 * @returns {string[]}
 */
export function lastWords(lines) {
  const error = lines.findLast((line) => line.level >= ERROR && line.message)
  if (error) return error.message.split('\n')
  const warnings = lines.filter(isWorthShowing).map((line) => line.message)
  const isAboutTheStack = (/** @type {string} */ text, /** @type {number} */ index) =>
    NOISE.test(text) || PLACE.test(text) || PLACE.test(warnings[index - 1] ?? '')
  return warnings.filter((text, index) => !isAboutTheStack(text, index)).slice(-MOST_WORDS)
}
