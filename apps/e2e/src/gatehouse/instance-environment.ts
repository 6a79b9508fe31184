const SETTINGS_OF_OTHERS = /^(GATEHOUSE_|JEST_|DATABASE_URL|REDIS_URL|NODE_ENV|NODE_OPTIONS)/

/**
 * The caller's environment for a command about the instance that keeps its things in `home`: without the settings of
 * any other instance, and without those of the test runner.
 */
export function environmentFor(home: string, settings: Record<string, string> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !SETTINGS_OF_OTHERS.test(name))
  return { ...Object.fromEntries(inherited), GATEHOUSE_HOME: home, ...settings }
}
