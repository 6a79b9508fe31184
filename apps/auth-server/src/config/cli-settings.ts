import { environmentSchema } from './environment.js'
import { BrokenSettings, readVariables } from './settings.js'

const cliSchema = environmentSchema
  .pick({ DATABASE_URL: true, GATEHOUSE_PASSWORD_PEPPER: true, GATEHOUSE_PASSWORD_COST: true })
  .partial({ GATEHOUSE_PASSWORD_PEPPER: true })

/** What the command line needs to know: where the data is, and for passwords the server's pepper. */
export class CliSettings {
  private constructor(
    readonly databaseUrl: string,
    private readonly pepper: string | undefined,
    private readonly cost: number,
  ) {}

  /** @throws BrokenSettings naming each variable that is missing or wrong */
  static parse(variables: Record<string, string | undefined>): CliSettings {
    const given = readVariables(cliSchema, variables)
    return new CliSettings(given.DATABASE_URL, given.GATEHOUSE_PASSWORD_PEPPER, given.GATEHOUSE_PASSWORD_COST)
  }

  static fromEnvironment(): CliSettings {
    return CliSettings.parse(process.env)
  }

  /**
   * How the server hashes passwords.
   *
   * @throws BrokenSettings when the pepper was not given: a hash under another one would let nobody in
   */
  passwordHashing(): { pepper: string; cost: number } {
    if (this.pepper === undefined) throw new BrokenSettings('GATEHOUSE_PASSWORD_PEPPER is missing')
    return { pepper: this.pepper, cost: this.cost }
  }
}
