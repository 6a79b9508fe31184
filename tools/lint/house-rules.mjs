/*
 * The house rules that a machine can check on the tree alone. Each takes every source file and names what breaks it.
 */

/**
 * @typedef {object} SourceFile
 * @property {string} path relative to the workspace, with `/`
 * @property {string[]} lines
 */
/** @typedef {(files: SourceFile[]) => string[]} HouseRule problems, one line each; none when the rule holds */

const MOST_LINES = 300
const COMFORTABLE_LINES = 200
const COMFORTABLE_SHARE = 0.9
const DEEPEST_BELOW_SRC = 3
const FEWEST_ENTRIES = 3
const FORBIDDEN_FOLDERS = new Set([
  'utils',
  'util',
  'helpers',
  'types',
  'interfaces',
  'constants',
  'dto',
  'dtos',
  'common',
])

/** Folders that something else shapes, with who does. */
const SHAPED_BY_OTHERS = [
  { folder: /^apps\/admin-console\/src\/app(\/|$)/, reason: 'Next.js: a folder is a part of a URL' },
  { folder: /^(apps|libs)\/[^/]+$|^(apps|libs)$/, reason: 'npm: a project' },
  { folder: /^prisma(\/migrations(\/|$)|$)/, reason: 'Prisma: a folder is a migration' },
]

/** @param {string} folder */
const isShapedByOthers = (folder) => SHAPED_BY_OTHERS.some((each) => each.folder.test(folder))

/** @type {HouseRule} */
export function fileLength(files) {
  const code = files.filter(({ path }) => /\.(tsx?|mjs|css)$/.test(path))
  const long = code.filter(({ lines }) => lines.length > MOST_LINES)
  const comfortable = code.filter(({ lines }) => lines.length < COMFORTABLE_LINES).length
  const share = code.length === 0 ? 1 : comfortable / code.length
  return [
    ...long.map(({ path, lines }) => `${path}: ${lines.length} lines; at most ${MOST_LINES}`),
    ...(share < COMFORTABLE_SHARE
      ? [`only ${Math.round(share * 100)} % of the files are under ${COMFORTABLE_LINES} lines; at least 90 %`]
      : []),
  ]
}

/** @type {HouseRule} */
export function folderNames(files) {
  return folders(files)
    .filter((folder) => FORBIDDEN_FOLDERS.has(folder.split('/').at(-1) ?? ''))
    .map((folder) => `${folder}/: named after a kind, not after what it is about`)
}

/** @type {HouseRule} */
export function depth(files) {
  return folders(files)
    .filter((folder) => !isShapedByOthers(folder))
    .filter((folder) => (folder.split('/src/')[1]?.split('/').length ?? 0) > DEEPEST_BELOW_SRC)
    .map((folder) => `${folder}/: deeper than src/oauth/endpoints/<room>`)
}

/** @type {HouseRule} */
export function folderSize(files) {
  const all = folders(files)
  return all
    .filter((folder) => !isShapedByOthers(folder))
    .map((folder) => {
      const inside = [...files.map(({ path }) => path), ...all].filter((path) => parentOf(path) === folder)
      return { folder, entries: inside.length }
    })
    .filter(({ entries }) => entries < FEWEST_ENTRIES)
    .map(
      ({ folder, entries }) =>
        `${folder}/: ${entries} entries; a folder has at least ${FEWEST_ENTRIES}, or it is a file`,
    )
}

const MARKS = [
  { pattern: /\b(TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b/, what: 'unfinished work is done or an issue, not a mark' },
  { pattern: /\b(describe|it|test)\.only\(|^\s*f(it|describe)\(/, what: 'only one test would run' },
  { pattern: /\bas any\b/, what: 'a cast to any' },
]

/** What is allowed only with its reason: on its own line, or in a comment right above. */
const NEEDS_REASON = [
  {
    pattern: /(\/\/|\/\*) eslint-disable/,
    reason: /eslint-disable.* -- \S/,
    what: 'a suppression without " -- reason"',
  },
  {
    pattern: /(\/\/|\/\*) prettier-ignore/,
    reason: /prettier-ignore: \S/,
    what: 'a suppression without ": reason"',
  },
  {
    pattern: /@ts-(ignore|nocheck|expect-error)/,
    reason: /@ts-expect-error:? \S/,
    what: 'a suppression without a reason',
  },
  {
    pattern: /\b(describe|it|test)\.(skip|todo)\b|^\s*x(it|describe|test)\(/,
    reason: /\/\/ \S/,
    what: 'a skipped test without a comment that says why',
  },
]

/** @type {HouseRule} */
export function marks(files) {
  return files.filter(({ path }) => /\.(tsx?|mjs|prisma)$/.test(path)).flatMap(marksIn)
}

/** @param {SourceFile} file @returns {string[]} */
function marksIn({ path, lines }) {
  return lines.flatMap((line, index) => {
    const at = `${path}:${index + 1}`
    const above = /^\s*(\/\/|\*)/.test(lines[index - 1] ?? '') ? lines[index - 1] : ''
    return [
      ...MARKS.filter(({ pattern }) => pattern.test(line)).map(({ what }) => `${at}: ${what}`),
      ...NEEDS_REASON.filter(
        ({ pattern, reason }) => pattern.test(line) && !reason.test(line) && !reason.test(above ?? ''),
      ).map(({ what }) => `${at}: ${what}`),
    ]
  })
}

/** @param {string} path */
const parentOf = (path) => path.split('/').slice(0, -1).join('/')

/** @param {SourceFile[]} files @returns {string[]} every folder that holds one of them, however deep */
function folders(files) {
  const found = new Set()
  for (const { path } of files) {
    for (let folder = parentOf(path); folder; folder = parentOf(folder)) found.add(folder)
  }
  return [...found].sort()
}
