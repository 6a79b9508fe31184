/*
 * Holds the embedded PostgreSQL in a process of its own, so that Ctrl-C in a terminal reaches the apps first and
 * the database is shut down in order even when the supervisor is killed.
 */
const [directory] = process.argv.slice(2)
if (!directory) throw new Error('Usage: postgres-keeper.mjs <data directory>')

try {
  const { startEmbeddedPostgres } = await import('@gatehouse/data-access')
  const postgres = await startEmbeddedPostgres({
    directory,
    log: (line) => process.stdout.write(`${line}\n`),
  })
  process.once('SIGTERM', () => {
    void postgres.stop().finally(() => process.exit(0))
  })
  process.send?.({ url: postgres.url })
  process.channel?.ref()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
