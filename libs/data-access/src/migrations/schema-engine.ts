import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'
import pg from 'pg'
import { readMigrationFiles, readMigrationLock } from './migration-files.js'

type EngineBindings = Pick<typeof import('@prisma/schema-engine-wasm'), 'SchemaEngine'> & {
  __wbg_set_wasm(exports: Record<string, unknown>): void
}

/** The part of the global that is used here: TypeScript declares it with the browser's library only. */
interface WebAssemblyRuntime {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, unknown>,
  ): Promise<{ instance: { exports: Record<string, unknown> } }>
}

let loading: Promise<EngineBindings> | undefined

/**
 * Lends Prisma's schema engine, as WebAssembly and bound to a database, and closes it with its connections. It is the
 * engine of `prisma migrate`, so both work on the same folder and the same `_prisma_migrations` table; this one needs no
 * download.
 */
export async function withSchemaEngine<T>(
  url: string,
  prismaFolder: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loading ??= loadBindings()
  const bindings = await loading
  const path = resolve(prismaFolder, 'schema.prisma')
  const factory = adapterFactory(url)
  const schema: [string, string] = [path, await readFile(path, 'utf8')]
  const adapter = bindMigrationAwareSqlAdapterFactory(factory)
  const engine = await bindings.SchemaEngine.new({ datamodels: [schema] }, () => undefined, adapter)
  try {
    return await work(engine)
  } finally {
    engine.free()
    await factory.close()
  }
}

/** The migrations folder in the form that the engine takes. */
export async function migrationList(prismaFolder: string): Promise<MigrationList> {
  const files = await readMigrationFiles(prismaFolder)
  return {
    baseDir: resolve(prismaFolder, 'migrations'),
    lockfile: { path: 'migration_lock.toml', content: await readMigrationLock(prismaFolder) },
    shadowDbInitScript: '',
    migrationDirectories: files.map((file) => ({
      path: file.name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: file.sql } },
    })),
  }
}

/** Prisma's adapter for PostgreSQL, able to read the system catalogue and to lend the engine a shadow database. */
function adapterFactory(url: string): SqlMigrationAwareDriverAdapterFactory & { close(): Promise<void> } {
  const opened: SqlDriverAdapter[] = []
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: async () => {
      const adapter = await catalogAdapter(url)
      opened.push(adapter)
      return adapter
    },
    // The engine forgets its main connection without closing it.
    close: async () => {
      await Promise.all(opened.map((adapter) => adapter.dispose()))
    },
    connectToShadowDb: async () => {
      const main = await catalogAdapter(url)
      const name = `prisma_migrate_shadow_db_${randomUUID()}`
      await main.executeScript(`CREATE DATABASE "${name}"`)
      const place = new URL(url)
      place.pathname = `/${name}`
      const shadow = await catalogAdapter(place.href)
      const close = shadow.dispose.bind(shadow)
      shadow.dispose = async () => {
        await close()
        await main.executeScript(`DROP DATABASE "${name}"`)
        await main.dispose()
      }
      return shadow
    },
  }
}

const TEXT_OID = 25
const CHAR_OID = 18
const CHAR_MARK = '"char":'

/**
 * The catalogue has columns of type "char", which the adapter refuses although the engine wants them: they pass the adapter
 * as text under a marked name and get their own type back behind it.
 */
async function catalogAdapter(url: string): Promise<SqlDriverAdapter> {
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  const query = pool.query.bind(pool)
  Object.assign(pool, {
    query: async (config: pg.QueryConfig) => {
      const result = await query(config)
      for (const field of result.fields) {
        if (field.dataTypeID !== CHAR_OID) continue
        field.dataTypeID = TEXT_OID
        field.name = CHAR_MARK + field.name
      }
      return result
    },
  })
  const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect()
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async (statement) => {
    const result = await queryRaw(statement)
    const isChar = result.columnNames.map((name) => name.startsWith(CHAR_MARK))
    return {
      ...result,
      columnNames: result.columnNames.map((name, at) => (isChar[at] ? name.slice(CHAR_MARK.length) : name)),
      columnTypes: result.columnTypes.map((type, at) => (isChar[at] ? ColumnTypeEnum.Character : type)),
    }
  }
  return adapter
}

async function loadBindings(): Promise<EngineBindings> {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const bytes = await readFile(resolve(dirname(entry), 'schema_engine_bg.wasm'))
  const specifier = '@prisma/schema-engine-wasm/schema_engine_bg'
  const bindings = (await import(specifier)) as EngineBindings
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyRuntime }
  const imports = Object.fromEntries(Object.entries(bindings).map(unreferencingTimers))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': imports })
  bindings.__wbg_set_wasm(instance.exports)
  const start = instance.exports['__wbindgen_start'] as () => void
  start()
  return bindings
}

/** The engine leaves a timer of ten seconds behind; it must not keep the process alive. */
function unreferencingTimers([name, binding]: [string, unknown]): [string, unknown] {
  if (!name.startsWith('__wbg_setTimeout_')) return [name, binding]
  const set = binding as (work: () => void, milliseconds: number) => NodeJS.Timeout
  return [name, (work: () => void, milliseconds: number) => set(work, milliseconds).unref()]
}
