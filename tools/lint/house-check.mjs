import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as rules from './house-rules.mjs'

/*
 * Checks the house rules on a tree: `node tools/lint/house-check.mjs [folder]`. One line for each problem, exit 1.
 */

const SOURCES = ['apps', 'libs', 'prisma', 'tools', 'bench']
const NOT_SOURCES = new Set(['node_modules', 'dist', '.next', '.nx', 'generated', 'coverage'])
/** The rules name what they forbid, and their spec shows it. */
const ABOUT_THE_RULES = /^tools\/lint\/.*(house|lint)[^/]*$/

/** @param {string} root @param {string} folder @returns {import('./house-rules.mjs').SourceFile[]} */
function sourcesUnder(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !NOT_SOURCES.has(entry.name))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) return sourcesUnder(root, path)
      return [{ path, lines: readFileSync(join(root, path), 'utf8').replace(/\n$/, '').split('\n') }]
    })
}

const root = resolve(process.argv[2] ?? '.')
const files = SOURCES.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
  sourcesUnder(root, folder),
)
const judged = files.filter(({ path }) => !ABOUT_THE_RULES.test(path))

const problems = [
  ...rules.fileLength(files),
  ...rules.folderNames(files),
  ...rules.depth(files),
  ...rules.folderSize(files),
  ...rules.marks(judged),
]
for (const problem of problems) process.stdout.write(`${problem}\n`)
process.exitCode = problems.length > 0 ? 1 : 0
