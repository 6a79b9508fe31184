import { DatabaseUnreachable } from '@gatehouse/data-access'
import { createBank } from './bank.js'
import { BrokenSettings, Settings } from './config/settings.js'
import { serveDocumentation } from './http/documentation.js'

const SHUTDOWN_MS = 10_000

try {
  const settings = Settings.fromEnvironment()
  const app = await createBank(settings)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(1), SHUTDOWN_MS).unref()
      void app.close().then(() => process.exit(0))
    })
  }
  serveDocumentation(app)
  await app.init()
  // Fastify's own listen: Nest's would log a taken port in full beside the one line below.
  await app.getHttpAdapter().getInstance().listen({ port: settings.port, host: settings.host })
} catch (error) {
  process.stderr.write(`${explained(error)}\n`)
  process.exit(1)
}

/** One line for what a person can mend, the whole error for what nobody foresaw. */
function explained(error: unknown): string {
  if (error instanceof BrokenSettings || error instanceof DatabaseUnreachable)
    return error.message.replace(/^/gm, 'bank: ')
  const { code, port, message, stack } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE') return `bank: port ${port} is taken; set GATEHOUSE_BANK_PORT to another`
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `bank: cannot listen: ${message}`
  return `bank: ${stack ?? message}`
}
