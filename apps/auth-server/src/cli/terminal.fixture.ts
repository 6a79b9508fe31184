import { CliSettings } from '../config/cli-settings.js'
import { runCommandLine } from './run.js'

/** What a line left on a terminal. */
export interface Answer {
  code: number
  out: string
  error: string
  /** What `--json` printed. */
  json: Record<string, unknown>
}

/** Runs lines as a terminal does, on the database of a test. */
export function terminal(databaseUrl: string, now: Date, pepper: string) {
  return async (words: readonly string[], input = ''): Promise<Answer> => {
    const out: string[] = []
    const error: string[] = []
    const code = await runCommandLine(words, {
      now,
      width: 100,
      settings: () =>
        CliSettings.parse({
          DATABASE_URL: databaseUrl,
          GATEHOUSE_PASSWORD_PEPPER: pepper,
          GATEHOUSE_PASSWORD_COST: '10',
        }),
      readInput: () => Promise.resolve(input),
      print: (text) => out.push(text),
      warn: (text) => error.push(text),
    })
    const text = out.join('\n')
    const json = (words.includes('--json') && text ? JSON.parse(text) : {}) as Record<string, unknown>
    return { code, out: text, error: error.join('\n'), json }
  }
}
