import { BadValue } from '../registration/refusals.js'

/** Makes a value of what was typed, or throws BadValue with what is wrong about it. */
export type Reader<T> = (text: string) => T

/**
 * The options that stand on the line, read one by one. An option that is not there reads as undefined, which means
 * "leave it as it is"; an empty value (`--logo-uri ""`) takes an optional value or a list away.
 */
export class Given {
  constructor(private readonly options: Readonly<Record<string, unknown>>) {}

  /** True when the option is on the line. */
  has(option: string): boolean {
    return this.options[option] !== undefined
  }

  /** @throws BadValue with the option's name */
  one<T>(option: string, read: Reader<T>): T | undefined {
    const value = this.options[option]
    if (Array.isArray(value)) throw new BadValue('is given twice', option)
    return typeof value === 'string' ? this.read(option, value, read) : undefined
  }

  /** As `one`; null for an empty value. */
  oneOrNone<T>(option: string, read: Reader<T>): T | null | undefined {
    return this.options[option] === '' ? null : this.one(option, read)
  }

  /** Every value of an option that may stand on the line several times, each once. */
  many<T>(option: string, read: Reader<T>): T[] | undefined {
    const values = this.options[option]
    if (!Array.isArray(values)) return undefined
    const texts = new Set(values.map(String).filter((text) => text !== ''))
    return [...texts].map((text) => this.read(option, text, read))
  }

  /** As `many`, where one value may hold several words: `--scope "openid profile"`. */
  words<T>(option: string, read: Reader<T>): T[] | undefined {
    const values = this.options[option]
    if (!Array.isArray(values)) return undefined
    const words = new Set(
      values.flatMap((value) => String(value).split(/\s+/u)).filter((word) => word !== ''),
    )
    return [...words].map((word) => this.read(option, word, read))
  }

  /** True for `--option`, false for `--no-option`. */
  flag(option: string): boolean | undefined {
    const value = this.options[option]
    if (Array.isArray(value)) throw new BadValue('is given twice', option)
    return typeof value === 'boolean' ? value : undefined
  }

  private read<T>(option: string, text: string, read: Reader<T>): T {
    try {
      return read(text)
    } catch (error) {
      if (error instanceof BadValue && error.option === undefined) throw new BadValue(error.problem, option)
      throw error
    }
  }
}

/** The members that have a value: what is left is what to change. */
export function whatIsGiven<T extends object>(members: {
  [Member in keyof T]: T[Member] | undefined
}): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>
}
