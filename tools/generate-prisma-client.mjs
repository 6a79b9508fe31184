import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * Generates the Prisma client into libs/data-access/src/generated.
 *
 * Prisma downloads a schema engine before it generates, though generating never runs it. Naming an executable
 * that is surely there (this very Node) keeps the step offline.
 */
const manifest = createRequire(import.meta.url).resolve('prisma/package.json')
const prisma = join(dirname(manifest), 'build', 'index.js')

const { status } = spawnSync(process.execPath, [prisma, 'generate', '--no-hints'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  },
})
process.exitCode = status ?? 1
