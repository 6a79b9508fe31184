import { z } from 'zod'

/** The parts of a setting's JSON Schema that the page shows. */
interface SettingSchema {
  type?: string
  description?: string
  default?: string | number
  enum?: string[]
  minimum?: number
  maximum?: number
  format?: string
}

const INTRODUCTION = `# Configuration

Every setting of the authorization server is an environment variable. It is read once, at the start; a setting that is
missing or wrong is named in one line and the server does not start. An empty value counts as absent.

Each setting may also come from a file: \`<SETTING>_FILE\` names it, as container secrets do. The variable itself wins
over its file.

This page is generated from the schema that the server reads. After a change run \`npm run docs:generate\`.
`

const HEADINGS = ['Setting', 'Values', 'Default', 'Meaning']

/**
 * The settings as a page of Markdown, in the order of the schema.
 *
 * @param schema an object schema whose properties are the settings
 */
export function configurationPage(schema: z.ZodObject): string {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' }) as {
    properties?: Record<string, SettingSchema>
    required?: string[]
  }
  const settings = Object.entries(properties).map(([name, setting]) => {
    const isRequired = required.includes(name)
    return [`\`${name}\``, valuesOf(setting), defaultOf(setting, isRequired), setting.description ?? '']
  })
  return `${INTRODUCTION}\n${table([HEADINGS, ...settings])}\n`
}

/** Columns as wide as their widest cell, which is how the formatter of the workspace leaves them. */
function table(rows: string[][]): string {
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = HEADINGS.map((_, column) => Math.max(...escaped.map((row) => row[column]?.length ?? 0)))
  const rule = widths.map((width) => '-'.repeat(width))
  const [head = [], ...body] = escaped
  return [head, rule, ...body]
    .map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
    .join('\n')
}

function valuesOf({ type, enum: choices, minimum, maximum, format }: SettingSchema): string {
  if (choices) return choices.map((choice) => `\`${choice}\``).join(', ')
  if (type === 'integer') return `whole number, ${minimum} to ${maximum}`
  return format === 'uri' ? 'URL' : 'text'
}

function defaultOf(setting: SettingSchema, isRequired: boolean): string {
  if (isRequired) return '**required**'
  return setting.default === undefined ? 'absent' : `\`${setting.default}\``
}
