/*
 * Loaded into every process that the supervisor starts (`node --import`). Its channel to the supervisor closes
 * when the supervisor dies, however it dies; the process then ends itself as if it had been told to.
 */
const GRACE_MILLISECONDS = 10_000

process.once('disconnect', () => {
  setTimeout(() => process.exit(1), GRACE_MILLISECONDS).unref()
  if (process.listenerCount('SIGTERM') > 0) process.emit('SIGTERM', 'SIGTERM')
  else process.exit(0)
})
process.channel?.unref()
