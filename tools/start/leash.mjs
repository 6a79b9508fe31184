/*
 * Loaded into every process that the supervisor starts (`node --import`). Its channel to the supervisor closes
 * when the supervisor dies, however it dies; the process then ends itself as if it had been told to.
 *
 * What such a process forks inherits the option but not the leash: its channel is its parent's affair.
 */
const GRACE_MILLISECONDS = 10_000

if (process.env['GATEHOUSE_SUPERVISOR'] === String(process.ppid)) {
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), GRACE_MILLISECONDS).unref()
    if (process.listenerCount('SIGTERM') > 0) process.emit('SIGTERM', 'SIGTERM')
    else process.exit(0)
  })
  process.channel?.unref()
}
