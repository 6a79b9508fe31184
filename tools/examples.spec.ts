import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import ts from 'typescript'

/*
 * Every `@example` of the publishable packages and every TypeScript block of their READMEs and of the guides compiles.
 * An example that imports nothing may use the names below.
 */

const PACKAGES = ['token-types', 'protocol', 'guards', 'token-client']
const AMBIENT: Record<string, readonly string[]> = {
  '@nestjs/common': [
    ...['Controller', 'Delete', 'Get', 'Module', 'Param', 'Post'],
    ...['type CanActivate', 'type ExecutionContext', 'type INestApplication'],
  ],
  '@nestjs/swagger': ['DocumentBuilder', 'SwaggerModule'],
  '@nestjs/testing': ['Test'],
  '@jest/globals': ['it'],
  '@gatehouse/token-types': ['type AccessTokenClaims'],
}
const ROOT = process.cwd()

interface Example {
  /** Where it stands, such as `libs/guards/src/decorators.ts:12`. */
  place: string
  code: string
  /** Package whose exports it may use without importing them. */
  ownPackage: string | undefined
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)],
  )
}

function inComments(file: string, ownPackage: string): Example[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap(({ 0: comment, index }) => {
    const lines = comment.replace(/^\/\*\*|\*\/$/g, '').replace(/^ *\* ?/gm, '')
    return [
      ...lines.matchAll(/^@example\n([\s\S]*?)(?=^@(?:see|throws|param|returns|example)\b|$(?![\s\S]))/gm),
    ].map(([, body = '']) => ({
      place: `${file}:${text.slice(0, index).split('\n').length}`,
      code: /```ts\n([\s\S]*?)```/.exec(body)?.[1] ?? body,
      ownPackage,
    }))
  })
}

function inMarkdown(file: string): Example[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(({ 1: code = '', index }) => ({
    place: `${file}:${text.slice(0, index).split('\n').length}`,
    code,
    ownPackage: undefined,
  }))
}

const fromPackages = PACKAGES.flatMap((name) => [
  ...filesUnder(join('libs', name, 'src'))
    .filter((file) => /(?<!spec|fixture)\.ts$/.test(file))
    .flatMap((file) => inComments(file, `@gatehouse/${name}`)),
  ...inMarkdown(join('libs', name, 'README.md')),
])
const examples = [...fromPackages, ...filesUnder(join('docs', 'guides')).flatMap(inMarkdown)]

/** The names that an example uses and neither imports nor declares, as imports. */
function preludeOf(
  { code, ownPackage }: Example,
  exportsOf: (specifier: string) => readonly string[],
): string {
  if (/^import /m.test(code)) return ''
  const own =
    ownPackage === undefined ? [] : [ownPackage, ...(ownPackage.endsWith('guards') ? [TESTING] : [])]
  const modules: [string, readonly string[]][] = [
    ...Object.entries(AMBIENT),
    ...own.map((specifier): [string, readonly string[]] => [specifier, exportsOf(specifier)]),
  ]
  const declares = (name: string) => new RegExp(`(class|const|function|interface|type) ${name}\\b`).test(code)
  const used = (name: string) => new RegExp(`\\b${name}\\b`).test(code) && !declares(name)
  const imports = modules.map(([specifier, names]) => {
    const wanted = names.filter((name) => name === 'type INestApplication' || used(name.replace('type ', '')))
    return `import { ${wanted.join(', ')} } from '${specifier}'`
  })
  const given = Object.entries(GIVEN)
    .filter(([name]) => used(name))
    .map(([name, type]) => `declare const ${name}: ${type}`)
  return [...imports, ...given, ''].join('\n')
}

/** What an example speaks of as given. */
const GIVEN: Record<string, string> = { app: 'INestApplication', header: 'string' }

/** The names that a module exports, as an import writes them. */
function exportedNames(checker: ts.TypeChecker, module: ts.Symbol): string[] {
  return checker.getExportsOfModule(module).map((symbol) => {
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0
    const { flags } = isAlias ? checker.getAliasedSymbol(symbol) : symbol
    return (flags & ts.SymbolFlags.Value) === 0 ? `type ${symbol.name}` : symbol.name
  })
}

const TESTING = '@gatehouse/guards/testing'

function problems(): Map<string, string[]> {
  const { config } = ts.readConfigFile('tsconfig.base.json', (path) => readFileSync(path, 'utf8')) as {
    config: object
  }
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT)
  const host = ts.createCompilerHost(options)
  const virtual = new Map<string, string>()
  const onDisk = { ...host }
  host.readFile = (file) => virtual.get(file) ?? onDisk.readFile(file)
  host.fileExists = (file) => virtual.has(file) || onDisk.fileExists(file)
  host.getSourceFile = (file, version, ...rest) => {
    const text = virtual.get(file)
    if (text === undefined) return onDisk.getSourceFile(file, version, ...rest)
    return ts.createSourceFile(file, text, version, true)
  }
  host.directoryExists = (folder) => /example-\d+$/.test(folder) || ts.sys.directoryExists(folder)
  const exported = new Map<string, readonly string[]>()
  const exportsOf = (specifier: string) => {
    const known = exported.get(specifier)
    if (known) return known
    const [file = ''] = options.paths?.[specifier] ?? []
    const program = ts.createProgram([join(ROOT, file)], options, host)
    const source = program.getSourceFile(join(ROOT, file))
    const symbol = source && program.getTypeChecker().getSymbolAtLocation(source)
    const names = symbol ? exportedNames(program.getTypeChecker(), symbol) : []
    exported.set(specifier, names)
    return names
  }
  const places = new Map<string, string>()
  examples.forEach((example, index) => {
    const folder = join(ROOT, 'apps', 'resource-api', `example-${index}`)
    const file = join(folder, 'example.ts')
    virtual.set(file, `${preludeOf(example, exportsOf)}${example.code}\nexport {}\n`)
    virtual.set(join(folder, 'app.module.ts'), 'export class AppModule {}\n')
    places.set(file, example.place)
  })
  const program = ts.createProgram([...places.keys()], { ...options, verbatimModuleSyntax: false }, host)
  return new Map(
    [...places].map(([file, place]) => {
      const source = program.getSourceFile(file)
      const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      return [place, found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))]
    }),
  )
}

describe('the examples in docstrings, READMEs and guides', () => {
  const found = problems()

  it('are there', () => {
    expect(examples.filter(({ place }) => place.startsWith('libs/guards')).length).toBeGreaterThan(15)
  })

  it.each([...found])('compile: %s', (_, errors) => {
    expect(errors).toEqual([])
  })
})
