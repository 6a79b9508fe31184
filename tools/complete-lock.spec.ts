import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { missingOptionalPackages, platformOf } from './complete-lock.mjs'

describe('package-lock.json', () => {
  it('holds the optional packages of every platform, so that npm ci accepts it everywhere', () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Parameters<
      typeof missingOptionalPackages
    >[0]
    expect([...missingOptionalPackages(lock).keys()]).toEqual([])
  })

  it('names what is missing, with the version that is wanted', () => {
    const lock = {
      packages: {
        'node_modules/tool': {
          optionalDependencies: { 'tool-darwin-arm64': '^1.2.3', 'tool-linux-x64': '1.2.3' },
        },
        'node_modules/tool-linux-x64': {},
      },
    }
    expect(missingOptionalPackages(lock)).toEqual(new Map([['node_modules/tool-darwin-arm64', '1.2.3']]))
  })
})

describe('the platform of a package', () => {
  it.each([
    ['@swc/core-linux-x64-musl', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
    ['@swc/core-win32-arm64-msvc', { os: ['win32'], cpu: ['arm64'] }],
    ['@next/swc-darwin-arm64', { os: ['darwin'], cpu: ['arm64'] }],
    ['@oxc-parser/binding-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'] }],
  ])('%s', (name, platform) => {
    expect(platformOf(name)).toEqual(platform)
  })
})
