/** Shortest and longest password, in characters (NIST SP 800-63B §5.1.1.2). */
export const PASSWORD_LENGTH = { least: 8, most: 256 } as const

/** The most common passwords of eight characters and more: the first that anyone tries. */
const COMMON = new Set(
  `password password1 password12 password123 passw0rd p@ssw0rd p@ssword 12345678 123456789 1234567890 01234567890 11111111
   00000000 88888888 87654321 987654321 qwertyui qwertyuiop qwerty123 qwerty12 1q2w3e4r 1q2w3e4r5t 1qaz2wsx zaq12wsx
   q1w2e3r4 asdfghjk asdfghjkl zxcvbnm123 abcd1234 abc12345 abcdefgh a1b2c3d4 iloveyou iloveyou1 princess sunshine
   football baseball basketball superman batman123 starwars pokemon1 michelle jennifer charlie1 trustno1 whatever
   computer internet samsung1 letmein1 letmein123 welcome1 welcome123 admin123 admin1234 administrator changeme
   changeme1 secret123 master123 dragon123 monkey123 shadow123 liverpool chocolate hello123 freedom1 mustang1 access14
   corvette mercedes victoria hunter12 jordan23 steelers startrek passwort passwort1 passwort123 hallo123 schatz123
   sommer2024 sommer2025 winter2024 winter2025 frankfurt schalke04 fussball geheim123`.split(/\s+/u),
)

/** Why a password cannot be taken; undefined means that it can. */
export type PasswordProblem = 'too_short' | 'too_long' | 'common'

/** Counts characters, not bytes; asks for no character classes (NIST SP 800-63B §5.1.1.2). */
export function passwordProblem(password: string): PasswordProblem | undefined {
  const { length } = [...password]
  if (length < PASSWORD_LENGTH.least) return 'too_short'
  if (length > PASSWORD_LENGTH.most) return 'too_long'
  return COMMON.has(password.toLowerCase()) ? 'common' : undefined
}
