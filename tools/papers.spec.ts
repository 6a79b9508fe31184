import { describe, expect, it } from '@jest/globals'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const workspace = resolve(import.meta.dirname, '..')

const markdownIn = (folder: string, recursive: boolean) =>
  readdirSync(join(workspace, folder), { recursive, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))

const PAPERS = [...markdownIn('.', false), ...markdownIn('docs', true), 'libs/guards/README.md']

const read = (paper: string) => readFileSync(join(workspace, paper), 'utf8')

/** The anchor that a heading gets on the pages of a repository. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/gu, '')
    .trim()
    .replace(/\s/gu, '-')

const anchorsOf = (paper: string) =>
  [...read(paper).matchAll(/^#+ (.+)$/gmu)].map(([, text = '']) => anchorOf(text))

function isBroken(paper: string, link: string): boolean {
  const [path = '', anchor] = decodeURI(link).split('#')
  const target = path === '' ? paper : join(dirname(paper), path)
  if (!existsSync(join(workspace, target))) return true
  return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor)
}

describe('the papers', () => {
  it.each(PAPERS)('%s: every link inside the workspace leads somewhere', (paper) => {
    const links = [...read(paper).matchAll(/\]\(([^)\s]+)\)/gu)].map(([, link = '']) => link)
    const inside = links.filter((link) => !/^[a-z]+:/u.test(link))
    expect(inside.filter((link) => isBroken(paper, link))).toStrictEqual([])
  })

  it('ARCHITECTURE.md names only files and folders that exist', () => {
    const known = readdirSync(workspace, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && ['apps', 'libs', 'prisma', 'tools'].includes(entry.name))
      .flatMap(({ name }) =>
        readdirSync(join(workspace, name), { recursive: true, encoding: 'utf8' }).map(
          (path) => `${name}/${path}`,
        ),
      )
      .filter((path) => !/(^|\/)(node_modules|dist|\.next|generated)(\/|$)/u.test(path))
    const named = [
      ...read('ARCHITECTURE.md').matchAll(/`([\w./-]+\.(?:ts|mjs|css|prisma)|[\w./-]+\/)`/gu),
    ].map(([, name = '']) => name.replace(/\/$/u, ''))
    expect(named.length).toBeGreaterThan(50)
    expect(
      named.filter(
        (name) => !existsSync(join(workspace, name)) && !known.some((path) => path.endsWith(`/${name}`)),
      ),
    ).toStrictEqual([])
  })
})
