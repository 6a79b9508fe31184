import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { inWorkspace } from './workspace/paths.mjs'

/*
 * `docs/rfc-matrix.md`: which file keeps which section of which specification, and which test shows it. Read from what
 * the code says of itself: comments and failure references on one side, titles of tests on the other.
 */

/** @typedef {{ path: string, text: string }} SourceFile `path` is relative to the workspace, with `/` */
/** @typedef {{ specification: string, section: string }} Citation `section` is empty for the specification as a whole */
/** @typedef {{ code: Set<string>, tests: Set<string> }} Places paths */

const SPEC = /\.(spec|int-spec|e2e-spec)\.tsx?$/
const NEITHER = /\.fixture\.ts$|^libs\/testing\/|^apps\/e2e\//
const NOT_SOURCES = new Set(['node_modules', 'dist', '.next', 'generated', 'migrations'])

const SPECIFICATION =
  /RFC \d{4}(?:bis)?|(?:OIDC|OpenID Connect) (?:Core|Discovery|Registration|RP-Initiated Logout)(?: 1\.0)?|RP-Initiated Logout|(?:OAuth 2\.0 )?(?:Multiple Response Types|Form Post Response Mode)|NIST SP 800-\d+[A-Z]?|CSP Level 3/gu
const SECTION =
  /^(?:\s*\([^()]*\))?[,;]?\s+(?:and\s+)?(?:§\s?([A-Z]?\d+(?:\.\d+)*)(?:–(\d+(?:\.\d+)*))?|(Appendix [A-Z]))/u

/** Titles of the specifications that the product is built on, and where those stand that are no RFCs. */
const TITLES = /** @type {Record<string, string | undefined>} */ ({
  'RFC 6749': 'The OAuth 2.0 Authorization Framework',
  'RFC 6750': 'Bearer Token Usage',
  'RFC 7009': 'Token Revocation',
  'RFC 7517': 'JSON Web Key',
  'RFC 7518': 'JSON Web Algorithms',
  'RFC 7519': 'JSON Web Token',
  'RFC 7523': 'JWT Profile for Client Authentication',
  'RFC 7591': 'Dynamic Client Registration (names of metadata)',
  'RFC 7636': 'Proof Key for Code Exchange',
  'RFC 7662': 'Token Introspection',
  'RFC 8252': 'OAuth 2.0 for Native Apps',
  'RFC 8414': 'Authorization Server Metadata',
  'RFC 8707': 'Resource Indicators',
  'RFC 8725': 'JSON Web Token Best Current Practices',
  'RFC 9068': 'JWT Profile for Access Tokens',
  'RFC 9207': 'Authorization Server Issuer Identification',
  'RFC 9457': 'Problem Details for HTTP APIs',
  'RFC 9470': 'Step Up Authentication Challenge',
  'RFC 9700': 'Best Current Practice for OAuth 2.0 Security',
  'RFC 9728': 'Protected Resource Metadata',
})

const INTRODUCTION = `# Sections, code and tests

Which file keeps which section, and which test shows it. A section is listed where a comment, the reference of a refusal
or the title of a test cites it. A row without a test is kept by code that other tests reach; a row without code holds by
the interplay of several files, which a journey shows.

This page is generated from those citations. After a change run \`npm run docs:generate\`.
`

// prettier-ignore: the formatter would pad each row of these tables to the width of the widest
const UNFORMATTED = ['<!-- prettier-ignore-start -->', '<!-- prettier-ignore-end -->']

/** @returns {string} the page for the workspace as it is */
export function rfcMatrixPage() {
  return rfcMatrix(['apps', 'libs', 'prisma'].flatMap(sourcesUnder))
}

/** @param {SourceFile[]} files @returns {string} the page for these files */
export function rfcMatrix(files) {
  /** @type {Map<string, Map<string, Places>>} */
  const matrix = new Map()
  for (const file of files) {
    const isTest = SPEC.test(file.path)
    if (!isTest && NEITHER.test(file.path)) continue
    for (const text of citingTexts(file, isTest)) {
      for (const { specification, section } of citations(text)) {
        const sections = matrix.get(specification) ?? new Map()
        const places = sections.get(section) ?? { code: new Set(), tests: new Set() }
        places[isTest ? 'tests' : 'code'].add(file.path)
        matrix.set(specification, sections.set(section, places))
      }
    }
  }
  const parts = [...matrix].sort(([a], [b]) => bySpecification(a, b)).map((part) => chapter(...part))
  const [begin, end] = UNFORMATTED
  return `${INTRODUCTION}\n${begin}\n\n${parts.join('\n\n')}\n\n${end}\n`
}

/** @param {string} text @returns {Citation[]} what it cites, in the order in which it does */
export function citations(text) {
  const flat = text.replace(/\s*\n\s*(?:\*|\/{2,3})?\s*/gu, ' ')
  return [...flat.matchAll(SPECIFICATION)].flatMap((match) => {
    const specification = nameOf(match[0])
    /** @type {string[]} */
    const sections = []
    let rest = flat.slice(match.index + match[0].length)
    for (let found; (found = SECTION.exec(rest)); rest = rest.slice(found[0].length)) {
      sections.push(...found.slice(1).filter(Boolean))
    }
    return (sections.length ? sections : ['']).map((section) => ({ specification, section }))
  })
}

/** @param {string} cited @returns {string} the one name of a specification that goes by several */
function nameOf(cited) {
  const name = cited.replace('OpenID Connect ', 'OIDC ').replace(/ 1\.0$/u, '')
  if (name === 'RP-Initiated Logout') return `OIDC ${name}`
  return /^(Multiple|Form)/u.test(name) ? `OAuth 2.0 ${name}` : name
}

/** @param {SourceFile} file @param {boolean} isTest @returns {string[]} the places where a file may cite */
function citingTexts({ path, text }, isTest) {
  if (path.endsWith('.prisma')) return text.match(/\/\/\/?[^\n]*/gu) ?? []
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  return isTest ? titlesIn(source) : [...commentsIn(source), ...textsIn(source)]
}

/** @param {ts.SourceFile} source @returns {string[]} */
function titlesIn(source) {
  return nodesOf(source).flatMap((node) => {
    if (!ts.isCallExpression(node) || !/^(describe|it|test)\b/u.test(node.expression.getText(source)))
      return []
    const [title] = node.arguments
    return title && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))
      ? [title.getText(source)]
      : []
  })
}

/** @param {ts.SourceFile} source @returns {string[]} */
function commentsIn(source) {
  const ranges = nodesOf(source).flatMap(
    (node) => ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? [],
  )
  const ends = new Map(ranges.map(({ pos, end }) => [pos, end]))
  return [...ends].map(([pos, end]) => source.text.slice(pos, end))
}

/** @param {ts.SourceFile} source @returns {string[]} */
function textsIn(source) {
  return nodesOf(source).flatMap((node) => (ts.isStringLiteralLike(node) ? [node.text] : []))
}

/** @param {ts.Node} node @returns {ts.Node[]} the node and all below it */
function nodesOf(node) {
  const nodes = [node]
  node.forEachChild((child) => void nodes.push(...nodesOf(child)))
  return nodes
}

/** @param {string} specification @param {Map<string, Places>} sections @returns {string} */
function chapter(specification, sections) {
  const title = TITLES[specification]
  const rows = [...sections]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(
      ([section, { code, tests }]) =>
        `| ${place(specification, section)} | ${links(code)} | ${links(tests)} |`,
    )
  const heading = `## ${specification}${title ? `: ${title}` : ''}`
  return [heading, '', '| Section | Code | Tests |', '| --- | --- | --- |', ...rows].join('\n')
}

/** @param {string} specification @param {string} section @returns {string} */
function place(specification, section) {
  const number = /^RFC (\d+)$/u.exec(specification)?.[1]
  const label = section === '' ? 'as a whole' : /^\w*\d/u.test(section) ? `§${section}` : section
  if (!number) return label
  const anchor = /^\d/u.test(section) ? `section-${section}` : section.toLowerCase().replace(' ', '-')
  return `[${label}](https://www.rfc-editor.org/rfc/rfc${number}${anchor && `#${anchor}`})`
}

/** @param {Set<string>} paths @returns {string} */
function links(paths) {
  const target = (/** @type {string} */ path) => encodeURI(path).replaceAll('(', '%28').replaceAll(')', '%29')
  return [...paths]
    .sort()
    .map((path) => `[${path.split('/').at(-1)}](../${target(path)})`)
    .join(', ')
}

/** RFCs by number, the others behind them by name. @param {string} a @param {string} b @returns {number} */
function bySpecification(a, b) {
  const rank = (/** @type {string} */ name) => (name.startsWith('RFC') ? 1 : name.startsWith('OIDC') ? 0 : 2)
  return rank(a) - rank(b) || a.localeCompare(b, 'en', { numeric: true })
}

/** @param {string} folder @returns {SourceFile[]} */
function sourcesUnder(folder) {
  return readdirSync(inWorkspace(folder), { withFileTypes: true })
    .filter(({ name }) => !NOT_SOURCES.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) return sourcesUnder(path)
      return /\.(tsx?|prisma)$/u.test(path) ? [{ path, text: readFileSync(inWorkspace(path), 'utf8') }] : []
    })
}
