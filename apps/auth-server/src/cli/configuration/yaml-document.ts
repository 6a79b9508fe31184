import { isAlias, isScalar, isSeq, LineCounter, parseDocument, type ParsedNode } from 'yaml'
import { Refused } from '../../registration/refusals.js'

/** In characters; ten thousand clients take about a third of it. */
const LONGEST_TEXT = 32 * 1024 * 1024
const DEEPEST = 20

/** YAML as plain values that remember where they stood. */
export interface YamlDocument {
  value: unknown
  /** The line, from 1 on, of what a path such as `clients[3].redirect_uris[0]` names, or of what is nearest around it. */
  lineOf(path: string): number
}

/**
 * Reads one document of YAML 1.2 that holds mappings, lists, texts, numbers, booleans and nulls, and nothing else.
 *
 * *Enforces*: no anchor and no alias (a few lines of them can stand for billions of values), no tag, no key twice, no key
 * that is not a text; bounds of size and depth.
 *
 * @throws Refused naming the line
 */
export function readYaml(text: string): YamlDocument {
  if (text.length > LONGEST_TEXT) throw new Refused('The file is longer than 32 MiB.')
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    prettyErrors: false,
    uniqueKeys: false, // compares each with each; `Walk` does it in one pass
  })
  const [problem] = [...document.errors, ...document.warnings]
  if (problem) throw refusal(lines.linePos(problem.pos[0]).line, firstLine(problem.message))
  const { yaml } = document.directives
  if (yaml.explicit && yaml.version !== '1.2') throw refusal(1, 'only YAML 1.2 is read')
  const walk = new Walk(lines)
  return { value: walk.valueOf(document.contents, '', 0), lineOf: (path) => walk.lineOf(path) }
}

/** @throws Refused */
export function refusal(line: number, problem: string): Refused {
  return new Refused(`line ${line}: ${problem}`)
}

class Walk {
  private readonly places = new Map<string, number>()

  constructor(private readonly lines: LineCounter) {}

  lineOf(path: string): number {
    for (let at = path; ; at = at.slice(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['), 0))) {
      const line = this.places.get(at)
      if (line !== undefined || at === '') return line ?? 1
    }
  }

  valueOf(node: ParsedNode | null, path: string, depth: number): unknown {
    if (node === null) return null
    const line = this.lineAt(node)
    if (!this.places.has(path)) this.places.set(path, line)
    if (depth > DEEPEST) throw refusal(line, `is nested more than ${DEEPEST} levels deep`)
    if (isAlias(node)) throw refusal(line, 'aliases (*name) are not taken; write the value out')
    if (node.anchor !== undefined) throw refusal(line, 'anchors (&name) are not taken')
    if (node.tag !== undefined) throw refusal(line, `tags such as ${JSON.stringify(node.tag)} are not taken`)
    if (isScalar(node)) return node.value
    if (isSeq(node)) {
      return node.items.map((item, at) => this.valueOf(item, `${path}[${at}]`, depth + 1))
    }
    const members = new Map<string, unknown>()
    for (const { key, value } of node.items) {
      const name = this.keyOf(key, line)
      if (members.has(name)) throw refusal(this.lineAt(key), `${JSON.stringify(name)} stands here twice`)
      const place = path === '' ? name : `${path}.${name}`
      this.places.set(place, this.lineAt(key))
      members.set(name, this.valueOf(value, place, depth + 1))
    }
    return Object.fromEntries(members)
  }

  private keyOf(key: ParsedNode, line: number): string {
    if (
      !isScalar(key) ||
      typeof key.value !== 'string' ||
      key.anchor !== undefined ||
      key.tag !== undefined
    ) {
      throw refusal(line, 'a key here is no plain text')
    }
    if (key.value === '__proto__') throw refusal(this.lineAt(key), '"__proto__" is no key')
    return key.value
  }

  private lineAt({ range }: ParsedNode): number {
    return this.lines.linePos(range[0]).line
  }
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message
}
