/** Checks the settings before the first request is served; Next calls it once per process. */
export async function startUp(): Promise<void> {
  // Replaced at build: it keeps Node's APIs out of the bundle for the edge, which Gatehouse does not use.
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  const { checkSettings } = await import('./settings-check')
  checkSettings()
}
