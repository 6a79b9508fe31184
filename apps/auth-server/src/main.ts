import cluster from 'node:cluster'
import { Settings } from './config/settings.js'
import { WorkerDidNotStart, Workers } from './workers.js'

/** Told by name: to load where they come from would load all that the first of several processes does without. */
const FOR_OPERATORS = ['BrokenSettings', 'CannotOpen', 'DatabaseUnreachable']

/** One line for what an operator can mend; everything else keeps its stack. */
function explain(error: unknown): string {
  if (error instanceof Error && FOR_OPERATORS.includes(error.name)) return error.message
  const { code, port } = error as { code?: string; port?: number }
  if (code === 'EADDRINUSE') return `Port ${port} is taken; set GATEHOUSE_PORT to another`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Ends the process once `close` is through, whoever asks first: the terminal, the supervisor, or the parent that died. */
function stopBy(close: () => Promise<void>): void {
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    void close().then(() => process.exit(0))
  }
  process.on('SIGTERM', stop).on('SIGINT', stop).on('disconnect', stop)
  // Else a worker ends at once when the first process is gone, whatever it is answering.
  process.prependListener('disconnect', () => {
    if (cluster.worker) cluster.worker.exitedAfterDisconnect = true
  })
}

async function serve(settings: Settings): Promise<void> {
  const { createApp } = await import('./create-app.js')
  const app = await createApp(settings)
  stopBy(() => app.close())
  // A terminal that is closed ends a server of one process; of several, the first decides (`Workers.renew`).
  process.on('SIGHUP', () => cluster.isPrimary && process.emit('SIGTERM', 'SIGTERM'))
  await app.listen(settings.port, settings.host)
}

async function superviseWorkers({ workers: count }: Settings): Promise<void> {
  const workers = new Workers(count, (message) => process.stderr.write(`auth-server: ${message}\n`))
  stopBy(() => workers.stop())
  process.on('SIGHUP', () => void workers.renew())
  await workers.start()
}

try {
  const settings = Settings.fromEnvironment()
  await (settings.workers > 1 && cluster.isPrimary ? superviseWorkers(settings) : serve(settings))
  process.send?.({ ready: true })
} catch (error) {
  // A worker has said by itself why it does not start.
  if (!(error instanceof WorkerDidNotStart)) process.stderr.write(`auth-server: ${explain(error)}\n`)
  process.exit(1)
}
