import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lockHome } from './lock.mjs'
import { freePort, requireFreePorts } from './ports.mjs'
import { loadSecrets, SECRET_NAMES } from './secrets.mjs'
import { readSettings } from './settings.mjs'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-start-'))
})
afterEach(() => {
  rmSync(home, { recursive: true, force: true })
})

describe('loadSecrets', () => {
  it('makes each secret once, readable by the owner alone', () => {
    const first = loadSecrets({ home, production: false }, {})
    expect(Object.keys(first).sort()).toEqual([...SECRET_NAMES].sort())
    expect(Buffer.from(first.GATEHOUSE_KEY_ENCRYPTION_KEY ?? '', 'base64url')).toHaveLength(32)
    expect(new Set(Object.values(first)).size).toBe(SECRET_NAMES.length)
    expect(statSync(join(home, 'secrets.json')).mode & 0o777).toBe(0o600)
    expect(loadSecrets({ home, production: false }, {})).toEqual(first)
  })

  it('takes what the environment gives, directly or in a file, and does not keep it', () => {
    writeFileSync(join(home, 'pepper'), 'from a file\n')
    const env = { GATEHOUSE_COOKIE_SECRET: 'given', GATEHOUSE_PASSWORD_PEPPER_FILE: join(home, 'pepper') }
    const secrets = loadSecrets({ home, production: false }, env)
    expect(secrets).toMatchObject({
      GATEHOUSE_COOKIE_SECRET: 'given',
      GATEHOUSE_PASSWORD_PEPPER: 'from a file',
    })
    expect(readFileSync(join(home, 'secrets.json'), 'utf8')).not.toMatch(/given|from a file/)
  })

  it('makes nothing in production', () => {
    const env = { GATEHOUSE_COOKIE_SECRET: 'given' }
    expect(loadSecrets({ home, production: true }, env)).toEqual(env)
    expect(existsSync(join(home, 'secrets.json'))).toBe(false)
  })

  it('refuses to replace a file that cannot be read', () => {
    writeFileSync(join(home, 'secrets.json'), '{')
    expect(() => loadSecrets({ home, production: false }, {})).toThrow('secrets.json cannot be read')
  })
})

describe('lockHome', () => {
  it('refuses a second process and names the first', () => {
    const unlock = lockHome(home, 'npm start')
    expect(() => lockHome(home, 'npm start')).toThrow(
      `npm start is already running here (process ${process.pid})`,
    )
    unlock()
    lockHome(home, 'npm start')()
    expect(existsSync(join(home, 'lock.json'))).toBe(false)
  })

  it.each([
    ['a process that is gone', () => ({ pid: spawnSync('true').pid, birth: '1', purpose: 'npm start' })],
    ['another process with the same number', () => ({ pid: process.pid, birth: '1', purpose: 'npm start' })],
  ])('takes over the lock of %s', (_, holder) => {
    writeFileSync(join(home, 'lock.json'), JSON.stringify(holder()))
    const unlock = lockHome(home, 'npm start')
    expect(JSON.parse(readFileSync(join(home, 'lock.json'), 'utf8'))).toMatchObject({ pid: process.pid })
    unlock()
  })

  it('takes over a lock that was never written to its end', () => {
    writeFileSync(join(home, 'lock.json'), '')
    lockHome(home, 'npm start')()
  })
})

describe('requireFreePorts', () => {
  const ports = async () => ({ auth: await freePort(), bank: await freePort(), console: await freePort() })

  it.each(['127.0.0.1', '0.0.0.0'])(
    'names the port and the setting when it is taken on %s',
    async (address) => {
      const wanted = await ports()
      const server = createServer()
      await new Promise<void>((resolve) => server.listen(wanted.bank, address, resolve))
      try {
        await expect(requireFreePorts({ ports: wanted, host: undefined })).rejects.toThrow(
          `Port ${wanted.bank} of the bank API is taken; free it or set GATEHOUSE_BANK_PORT.`,
        )
      } finally {
        server.close()
      }
      await requireFreePorts({ ports: wanted, host: undefined })
    },
  )

  it('refuses one port for two servers', async () => {
    const wanted = await ports()
    await expect(
      requireFreePorts({ ports: { ...wanted, console: wanted.auth }, host: undefined }),
    ).rejects.toThrow(`GATEHOUSE_CONSOLE_PORT and GATEHOUSE_PORT are both ${wanted.auth}`)
  })
})

describe('readSettings', () => {
  it('derives each URL from its port', async () => {
    expect(
      await readSettings({ GATEHOUSE_PORT: '4100', GATEHOUSE_BANK_URL: 'https://bank.example/' }, []),
    ).toMatchObject({
      ports: { auth: 4100, bank: 4001, console: 4002 },
      issuer: 'http://localhost:4100',
      bankUrl: 'https://bank.example',
      consoleUrl: 'http://localhost:4002',
      watch: false,
      databaseUrl: undefined,
    })
  })

  it('picks a free port for 0', async () => {
    const { ports, issuer } = await readSettings({ GATEHOUSE_PORT: '0' }, ['--watch'])
    expect(ports.auth).toBeGreaterThan(0)
    expect(issuer).toBe(`http://localhost:${ports.auth}`)
  })

  it.each([
    ['a port that is none', { GATEHOUSE_PORT: '70000' }, [], 'GATEHOUSE_PORT: "70000" is not a port'],
    ['a URL that is none', { GATEHOUSE_ISSUER: 'id.example' }, [], 'GATEHOUSE_ISSUER: "id.example" is not'],
    [
      'a file that is not there',
      { GATEHOUSE_HOST_FILE: '/nowhere' },
      [],
      'GATEHOUSE_HOST_FILE: /nowhere cannot be read',
    ],
    ['an unknown option', {}, ['--wach'], 'Unknown option --wach'],
  ])('refuses %s', async (_, env, args, message) => {
    await expect(readSettings(env, args)).rejects.toThrow(message)
  })
})
