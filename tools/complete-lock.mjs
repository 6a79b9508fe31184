import { readFileSync, writeFileSync } from 'node:fs'
import { inWorkspace } from './workspace/paths.mjs'

/*
 * `node tools/complete-lock.mjs`, after each `npm install <package>`: adds to package-lock.json the optional packages of
 * other platforms that npm left out. npm writes only what its registry offered; behind a mirror that holds one
 * platform's packages the lock would then be refused by `npm ci` on every machine, the mirror's own included.
 */

const SYSTEMS = {
  darwin: 'darwin',
  linux: 'linux',
  win32: 'win32',
  windows: 'win32',
  android: 'android',
  freebsd: 'freebsd',
  openharmony: 'openharmony',
  openbsd: 'openbsd',
  netbsd: 'netbsd',
  sunos: 'sunos',
  aix: 'aix',
  wasm32: undefined,
  linuxmusl: 'linux',
}
const PROCESSORS = [
  'arm64',
  'x64',
  'ia32',
  'arm',
  'riscv64',
  'ppc64',
  's390x',
  'loong64',
  'wasm32',
  'mips64el',
]

/**
 * What the name of a platform's package says of the platform, as npm's own fields say it.
 * @param {string} name for example `@swc/core-linux-x64-musl`
 * @returns {{ os?: string[], cpu?: string[], libc?: string[] }}
 */
export function platformOf(name) {
  const words = name.split(/[/\-.]/u)
  const system = words.map((word) => SYSTEMS[/** @type {keyof typeof SYSTEMS} */ (word)]).find(Boolean)
  const cpu = PROCESSORS.find((processor) => words.includes(processor))
  const libc = words.some((word) => word.includes('musl'))
    ? 'musl'
    : words.includes('gnu')
      ? 'glibc'
      : undefined
  return {
    ...(system ? { os: [system] } : {}),
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(libc ? { libc: [libc] } : {}),
  }
}

/**
 * Optional packages that some package of the lock names and the lock does not hold.
 * @param {{ packages: Record<string, { optionalDependencies?: Record<string, string> }> }} lock
 * @returns {Map<string, string>} by place in the lock, the version that is wanted
 */
export function missingOptionalPackages(lock) {
  const missing = new Map()
  for (const [place, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      const nested = `${place}/node_modules/${name}`
      const hoisted = `node_modules/${name}`
      if (!(nested in lock.packages) && !(hoisted in lock.packages))
        missing.set(hoisted, range.replace(/^[\^~]/u, ''))
    }
  }
  return missing
}

if (process.argv[1] === import.meta.filename) {
  const file = inWorkspace('package-lock.json')
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  const missing = missingOptionalPackages(lock)
  for (const [place, version] of missing) {
    lock.packages[place] = { version, optional: true, ...platformOf(place.slice('node_modules/'.length)) }
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  process.stdout.write(`${missing.size} optional packages of other platforms added\n`)
}
