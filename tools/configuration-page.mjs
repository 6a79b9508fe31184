import { z } from 'zod'
import { inWorkspace } from './workspace/paths.mjs'
import { importTypeScript } from './workspace/typescript.mjs'

/**
 * The parts of a setting's JSON Schema that the page shows.
 * @typedef {object} SettingSchema
 * @property {string} [type] @property {string} [description] @property {string | number} [default]
 * @property {string[]} [enum] @property {number} [minimum] @property {number} [maximum] @property {string} [format]
 */
/**
 * The settings of one app.
 * @typedef {object} AppSettings
 * @property {string} title
 * @property {string} about one paragraph
 * @property {z.ZodObject} schema its properties are the settings
 */

const INTRODUCTION = `# Configuration

Every setting is an environment variable. It is read once, at the start; what is missing or wrong is named in one line
and the app does not start. An empty value counts as absent. \`npm start\` looks at all three apps first and names
everything at once; for local use it makes the required secrets itself, in production (\`NODE_ENV=production\`) it makes
none.

This page is generated from the schemas that the apps read. After a change run \`npm run docs:generate\`.
`

/** What stands above each app's settings, by the folder of the app. */
const SECTIONS = {
  'auth-server': {
    title: 'Authorization server',
    about:
      'Each of these may also come from a file: `<SETTING>_FILE` names it, as container secrets do. The variable itself wins over its file.',
  },
  'resource-api': {
    title: 'Bank API',
    about:
      'Under `npm start` the bank gets its client from there; `GATEHOUSE_BANK_CLIENT_SECRET_FILE` works there too.',
  },
  'admin-console': {
    title: 'Admin console',
    about:
      'The port is an option of Next.js, which `npm start` takes from `GATEHOUSE_CONSOLE_PORT` (4002). There `<SETTING>_FILE` works for the two secrets too.',
  },
}

/**
 * The settings of the three apps, which must be built.
 * @returns {Promise<AppSettings[]>}
 */
export async function appSettings() {
  const ofServer = (/** @type {string} */ app) =>
    import(inWorkspace('apps', app, 'dist', 'config', 'environment.js'))
  const modules = {
    'auth-server': await ofServer('auth-server'),
    'resource-api': await ofServer('resource-api'),
    'admin-console': await importTypeScript('apps/admin-console/src/config/settings.ts'),
  }
  return Object.entries(modules).map(([app, { environmentSchema: schema }]) => ({
    ...SECTIONS[/** @type {keyof typeof SECTIONS} */ (app)],
    schema,
  }))
}

const HEADINGS = ['Setting', 'Values', 'Default', 'Meaning']

/**
 * The settings as a page of Markdown, in the order of the schemas.
 * @param {AppSettings[]} apps
 */
export function configurationPage(apps) {
  const sections = apps.map(
    ({ title, about, schema }) => `## ${title}\n\n${about}\n\n${settingsTable(schema)}\n`,
  )
  return [INTRODUCTION, ...sections].join('\n')
}

/** @param {z.ZodObject} schema */
function settingsTable(schema) {
  const { properties = {}, required = [] } =
    /** @type {{ properties?: Record<string, SettingSchema>, required?: string[] }} */ (
      z.toJSONSchema(schema, { io: 'input' })
    )
  const settings = Object.entries(properties).map(([name, setting]) => {
    const isRequired = required.includes(name)
    return [`\`${name}\``, valuesOf(setting), defaultOf(setting, isRequired), setting.description ?? '']
  })
  return table([HEADINGS, ...settings])
}

/**
 * Columns as wide as their widest cell, which is how the formatter of the workspace leaves them.
 * @param {string[][]} rows
 */
function table(rows) {
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = HEADINGS.map((_, column) => Math.max(...escaped.map((row) => row[column]?.length ?? 0)))
  const rule = widths.map((width) => '-'.repeat(width))
  const [head = [], ...body] = escaped
  return [head, rule, ...body]
    .map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
    .join('\n')
}

/** @param {SettingSchema} setting */
function valuesOf({ type, enum: choices, minimum, maximum, format }) {
  if (choices) return choices.map((choice) => `\`${choice}\``).join(', ')
  if (type === 'integer') return `whole number, ${minimum} to ${maximum}`
  return format === 'uri' ? 'URL' : 'text'
}

/** @param {SettingSchema} setting @param {boolean} isRequired */
function defaultOf(setting, isRequired) {
  if (isRequired) return '**required**'
  return setting.default === undefined ? 'absent' : `\`${setting.default}\``
}
