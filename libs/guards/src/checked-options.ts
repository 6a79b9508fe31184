/** An error that says, at start-up, which option must be what. */
export function invalid(option: string, expected: string): Error {
  return new Error(`ResourceServerModule: ${option} must be ${expected}`)
}

/** @throws Error unless the value is an absolute http(s) URL */
export function httpUrl(option: string, value: string): string {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
    throw invalid(option, 'an absolute http(s) URL')
  return value
}

/** @throws Error unless the value is a whole number within the bounds */
export function within(option: string, value: number, most: number, least = 0): number {
  if (!Number.isInteger(value) || value < least || value > most)
    throw invalid(option, `a whole number from ${least} to ${most}`)
  return value
}
