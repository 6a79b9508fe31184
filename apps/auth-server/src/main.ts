import { DatabaseUnreachable } from '@gatehouse/data-access'
import { BrokenSettings, Settings } from './config/settings.js'
import { createApp } from './create-app.js'
import { CannotOpen } from './oauth/keys/key-encryption.js'

/** One line for what an operator can mend; everything else keeps its stack. */
function explain(error: unknown): string {
  const isForOperator = [BrokenSettings, CannotOpen, DatabaseUnreachable].some(
    (kind) => error instanceof kind,
  )
  if (isForOperator) return (error as Error).message
  const { code, port } = error as { code?: string; port?: number }
  if (code === 'EADDRINUSE') return `Port ${port} is taken; set GATEHOUSE_PORT to another`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

try {
  const settings = Settings.fromEnvironment()
  const app = await createApp(settings)
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    void app.close().then(() => process.exit(0))
  }
  process.on('SIGTERM', stop).on('SIGINT', stop).on('disconnect', stop)
  await app.listen(settings.port, settings.host)
  process.send?.({ ready: true })
} catch (error) {
  process.stderr.write(`auth-server: ${explain(error)}\n`)
  process.exit(1)
}
