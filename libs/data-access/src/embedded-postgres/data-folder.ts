import { randomBytes } from 'node:crypto'
import { execFile } from 'node:child_process'
import { access, chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { PostgresBinaries, ServerAccount } from './binaries.js'

const run = promisify(execFile)

/** What is kept beside the data, readable by its owner alone. */
export interface Connection {
  password: string
  /** Port of the last start, tried first at the next one. */
  port?: number
  /** Process that started the server. */
  ownerPid?: number
}

/** Files of one embedded server below its directory. */
export interface DataFolder {
  /** PostgreSQL's own data directory. */
  data: string
  /** What the server wrote since its last start. */
  log: string
  connection: string
}

/** Names the files; touches nothing. */
export function dataFolder(directory: string): DataFolder {
  const root = resolve(directory)
  return {
    data: resolve(root, 'data'),
    log: resolve(root, 'postgres.log'),
    connection: resolve(root, 'connection.json'),
  }
}

/**
 * Makes the data directory if there is none. It is made under another name and then renamed, so that a half-made one is
 * never taken for a database.
 *
 * @throws Error when the server's account cannot reach the directory
 */
export async function ensureData(
  folder: DataFolder,
  binaries: PostgresBinaries,
  account: ServerAccount | undefined,
): Promise<Connection> {
  await mkdir(dirname(folder.data), { recursive: true })
  if (account) {
    await refuseClosedFolder(folder.data, account)
    await refuseClosedFolder(binaries.postgres, account)
  }
  const exists = await access(resolve(folder.data, 'PG_VERSION')).then(
    () => true,
    () => false,
  )
  if (exists) return readConnection(folder)
  const connection: Connection = { password: randomBytes(24).toString('base64url') }
  await writeConnection(folder, connection)
  await initialise(folder, binaries, account, connection.password)
  return connection
}

/** Replaces what is kept beside the data. */
export async function writeConnection(folder: DataFolder, connection: Connection): Promise<void> {
  const draft = `${folder.connection}.${process.pid}`
  await writeFile(draft, JSON.stringify(connection), { mode: 0o600 })
  await rename(draft, folder.connection)
}

async function readConnection(folder: DataFolder): Promise<Connection> {
  try {
    return JSON.parse(await readFile(folder.connection, 'utf8')) as Connection
  } catch (error) {
    throw new Error(
      `${folder.connection} is missing or broken, and with it the password of the database beside it: restore the file, or remove ${dirname(folder.data)} to begin anew.`,
      { cause: error },
    )
  }
}

async function initialise(
  folder: DataFolder,
  binaries: PostgresBinaries,
  account: ServerAccount | undefined,
  password: string,
): Promise<void> {
  const draft = `${folder.data}.new`
  const passwordFile = resolve(draft, '..', 'password.new')
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (account) {
    await chown(draft, account.uid, account.gid)
    await chown(passwordFile, account.uid, account.gid)
  }
  try {
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    const access = ['--username=gatehouse', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
    await chmod(binaries.initdb, 0o755).catch(() => undefined)
    await chmod(binaries.postgres, 0o755).catch(() => undefined)
    await run(binaries.initdb, [`--pgdata=${draft}`, ...access, ...locale], { ...account, cwd: '/' })
    await rename(draft, folder.data)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    const output = (error as { stderr?: string }).stderr?.trim().split('\n').at(-1)
    throw new Error(
      `PostgreSQL could not make its data directory ${folder.data}: ${output ?? String(error)}`,
      {
        cause: error,
      },
    )
  } finally {
    await rm(passwordFile, { force: true })
  }
}

/** As root the server runs as another account, which must be able to walk down to the path. */
async function refuseClosedFolder(path: string, account: ServerAccount): Promise<void> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder)
    const execute = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if ((mode & execute) === 0) {
      throw new Error(
        `PostgreSQL runs as the account "postgres", which may not enter ${folder}: move the project out of it, open it with "chmod o+x ${folder}", start Gatehouse as another user, or set DATABASE_URL.`,
      )
    }
    if (folder === dirname(folder)) return
  }
}
