import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { join } from 'node:path'

/*
 * Loaded into Gatehouse by `--profile`: records between two SIGUSR2, so that a profile holds what was measured and not the
 * start.
 */

const folder = process.env['BENCH_PROFILE']
if (folder) {
  const session = new Session()
  let isRecording = false
  session.connect()
  session.post('Profiler.enable')
  process.on('SIGUSR2', () => {
    isRecording = !isRecording
    if (isRecording) return session.post('Profiler.start')
    session.post('Profiler.stop', (_error, { profile }) => {
      writeFileSync(join(folder, `${process.pid}-${Date.now()}.cpuprofile`), JSON.stringify(profile))
    })
  })
}
