import { describe, expect, it } from '@jest/globals'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { citations, rfcMatrix, rfcMatrixPage } from './rfc-matrix.mjs'

const PAGE = resolve(import.meta.dirname, '../docs/rfc-matrix.md')

const cited = (text: string) =>
  citations(text).map(({ specification, section }) => `${specification} §${section}`)

/** The cells of each row of the page for these files. */
function rowsFor(files: Record<string, string>): string[][] {
  const page = rfcMatrix(Object.entries(files).map(([path, text]) => ({ path, text })))
  return page
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (---|Section)/u.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

describe('docs/rfc-matrix.md', () => {
  it('is what code and tests cite today', () => {
    const written = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : ''
    if (written !== rfcMatrixPage()) {
      throw new Error('docs/rfc-matrix.md differs from the citations; run `npm run docs:generate`')
    }
  })
})

describe('citations', () => {
  it.each([
    ['RFC 6749 §4.1.2', ['RFC 6749 §4.1.2']],
    ['(RFC 6749 §4.1.2, §5.2; RFC 6750 §3)', ['RFC 6749 §4.1.2', 'RFC 6749 §5.2', 'RFC 6750 §3']],
    [
      'OIDC Core §3.1.2.3 (`prompt`), §3.1.2.4 and §5.5',
      ['OIDC Core §3.1.2.3', 'OIDC Core §3.1.2.4', 'OIDC Core §5.5'],
    ],
    ['RFC 6749 §3.1–3.2', ['RFC 6749 §3.1', 'RFC 6749 §3.2']],
    ['RFC 6749 §2.3.1, Appendix B', ['RFC 6749 §2.3.1', 'RFC 6749 §Appendix B']],
    ['OpenID Connect RP-Initiated Logout 1.0 §2', ['OIDC RP-Initiated Logout §2']],
    ['the thumbprint of RFC 7638', ['RFC 7638 §']],
    [' * @see RFC 6749\n   * §4.1', ['RFC 6749 §4.1']],
  ])('reads %j', (text, expected) => {
    expect(cited(text)).toStrictEqual(expected)
  })

  it.each(['§4.1 alone', 'RFC 99', 'RFC-6749', 'an RFC'])('finds none in %j', (text) => {
    expect(cited(text)).toStrictEqual([])
  })
})

describe('rfcMatrix', () => {
  it('puts comments and references under code, and titles under tests', () => {
    const rows = rowsFor({
      'libs/a/src/rule.ts': `/** @see RFC 6749 §4.1 */\nexport const rule = { reference: 'RFC 7636 §4.6' }`,
      'libs/a/src/rule.spec.ts': `// RFC 6749 §9\nit('holds (RFC 6749 §4.1)', () => expect('RFC 6749 §8'))`,
    })
    expect(rows).toStrictEqual([
      [
        '[§4.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1)',
        '[rule.ts](../libs/a/src/rule.ts)',
        '[rule.spec.ts](../libs/a/src/rule.spec.ts)',
      ],
      ['[§4.6](https://www.rfc-editor.org/rfc/rfc7636#section-4.6)', '[rule.ts](../libs/a/src/rule.ts)', ''],
    ])
  })

  it('reads the titles of tables of tests', () => {
    const [row] = rowsFor({
      'a.spec.ts': `it.each([['RFC 6749 §1', 2]])('refuses %s (OIDC Core §5.5)', () => {})`,
    })
    expect(row?.[0]).toBe('§5.5')
  })

  it('sorts sections by number', () => {
    const rows = rowsFor({ 'libs/a/src/a.ts': '/** OIDC Core §10.1, §3.1, §3.1.2 */\nexport const a = 1' })
    expect(rows.map(([section]) => section)).toStrictEqual(['§3.1', '§3.1.2', '§10.1'])
  })

  it('leaves out what only tests use', () => {
    expect(
      rowsFor({ 'apps/x/src/app.fixture.ts': '/** RFC 6749 §4.1 */\nexport const a = 1' }),
    ).toStrictEqual([])
  })
})
