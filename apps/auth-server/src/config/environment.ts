import { isIP } from 'node:net'
import { z } from 'zod'

const seconds = (minimum: number, maximum: number, fallback: number) =>
  z.coerce.number().int().min(minimum).max(maximum).default(fallback)

const port = (fallback: number) => z.coerce.number().int().min(0).max(65535).default(fallback)

/** Values that stand in examples and must never guard anything: such words, and one character over and over. */
const PLACEHOLDERS = /^(change-?me|secret|password|example|placeholder)|^(.)\2*.?$/iu
const PLACEHOLDER_MESSAGE = 'is a placeholder; make a random one'

const key256 = z
  .string()
  .regex(/^[\w-]{43}=?$/, 'must be 32 bytes in base64url (43 characters)')
  .refine((text) => !PLACEHOLDERS.test(text), PLACEHOLDER_MESSAGE)

const secretText = z
  .string()
  .min(32, 'must have at least 32 characters')
  .refine((text) => !PLACEHOLDERS.test(text), PLACEHOLDER_MESSAGE)

const absoluteUrl = z.url({
  protocol: /^https?$/,
  error: 'must be an absolute URL with http or https',
})

/** RFC 8414 §2: no query, no fragment. Ours has no path either: cookies are for the whole host. */
const issuerUrl = absoluteUrl.refine(
  unlessUnreadable(
    ({ pathname, search, hash, username, password }) =>
      pathname === '/' && !search && !hash && !username && !password,
  ),
  'must be scheme, host and port alone, such as https://id.example.com',
)

/** Passes what is no URL at all: that was refused already. */
function unlessUnreadable(holds: (url: URL) => boolean): (text: string) => boolean {
  return (text) => !URL.canParse(text) || holds(new URL(text))
}

function isHttpsOrLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}

const proxyList = z
  .string()
  .refine(
    (text) => text.split(',').every((entry) => isNetwork(entry.trim())),
    'must be addresses or CIDR ranges, with commas between',
  )

function isNetwork(entry: string): boolean {
  const [address = '', prefix, ...more] = entry.split('/')
  const bits = isIP(address) === 4 ? 32 : 128
  return isIP(address) > 0 && !more.length && (prefix === undefined || isPrefix(prefix, bits))
}

function isPrefix(prefix: string, bits: number): boolean {
  return /^\d{1,3}$/u.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= bits
}

/**
 * Every setting of the authorization server, by the name of its environment variable: the one list that the
 * server reads and that `docs/configuration.md` is generated from. An empty value counts as absent.
 */
export const environmentSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('development')
    .describe(
      '`production` demands an https issuer (loopback excepted) and hides developer details on error pages.',
    ),
  GATEHOUSE_ISSUER: issuerUrl
    .optional()
    .describe(
      'Issuer identifier: the URL under which clients and browsers reach the server, without path. Metadata, cookies, links and checks follow it, never the Host header. Absent: `http://localhost:<port>`.',
    ),
  GATEHOUSE_HOST: z
    .string()
    .default('localhost')
    .describe(
      'Address to listen on. `localhost` means both loopback addresses; `0.0.0.0` every IPv4 interface.',
    ),
  GATEHOUSE_PORT: port(4000).describe('Port to listen on; 0 takes any free one.'),
  GATEHOUSE_WORKERS: z.coerce
    .number()
    .int()
    .min(1)
    .max(128)
    .default(1)
    .describe(
      'Processes that share the port: one for each core that the server may use. A worker that dies is replaced; SIGHUP replaces all of them, one after the other, without an outage.',
    ),
  GATEHOUSE_TRUSTED_PROXIES: proxyList
    .optional()
    .describe(
      'Comma-separated addresses or CIDR ranges of proxies whose `X-Forwarded-*` headers are believed. Absent: none is.',
    ),
  GATEHOUSE_BRAND_NAME: z.string().min(1).max(60).default('Gatehouse').describe('Name on the hosted pages.'),
  GATEHOUSE_CONSOLE_URL: absoluteUrl
    .optional()
    .describe('Where the admin console is; the first admin is sent there. Absent: nowhere.'),
  GATEHOUSE_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least level that is logged.'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')
    .describe('PostgreSQL that keeps everything.'),
  GATEHOUSE_DATABASE_POOL_SIZE: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(20)
    .describe(
      'Connections to PostgreSQL that one process holds at most, beside six for what many requests ask together.',
    ),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://')
    .optional()
    .describe('Redis for what servers share: sign-in limits. Absent: PostgreSQL keeps them.'),
  GATEHOUSE_KEY_ENCRYPTION_KEY: key256.describe(
    'Seals signing keys in the database (AES-256-GCM). 32 random bytes in base64url.',
  ),
  GATEHOUSE_PREVIOUS_KEY_ENCRYPTION_KEY: key256
    .optional()
    .describe(
      'The key before the last change: still opens what it sealed; what it opens is sealed anew at start.',
    ),
  GATEHOUSE_KEY_ROTATION_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3_650)
    .default(90)
    .describe('Age in days at which a signing key is replaced. 0: keys are rotated by hand alone.'),
  GATEHOUSE_KEY_LEAD_SECONDS: seconds(0, 604_800, 900).describe(
    'How long a signing key is published before it signs: not less than APIs and caches keep the keys.',
  ),
  GATEHOUSE_PASSWORD_PEPPER: secretText.describe(
    'Keys the HMAC over a password before bcrypt. Changing it makes every password unusable.',
  ),
  GATEHOUSE_COOKIE_SECRET: secretText.describe(
    'Keys the anti-forgery tokens of the hosted pages and the nonces of DPoP proofs.',
  ),
  GATEHOUSE_DPOP_NONCE: z
    .enum(['off', 'required'])
    .default('off')
    .describe(
      '`required`: a DPoP proof must hold a nonce of this server, which costs clients one more round trip now and then and keeps proofs from being made beforehand.',
    ),
  GATEHOUSE_PASSWORD_COST: z.coerce
    .number()
    .int()
    .min(10)
    .max(15)
    .default(12)
    .describe('Cost of bcrypt: each step doubles the time of a guess.'),
  GATEHOUSE_SESSION_LIFETIME_SECONDS: seconds(300, 2_592_000, 43_200).describe(
    'How long a sign-in at the server lasts, at most.',
  ),
  GATEHOUSE_INTERACTION_LIFETIME_SECONDS: seconds(60, 86_400, 1_800).describe(
    'How long a person may take between the authorization request and its end.',
  ),
  GATEHOUSE_AUTHORIZATION_REQUESTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(60)
    .max(1_000_000)
    .default(1_200)
    .describe(
      'Authorization requests that wait for a person, which one address (of IPv6 one /64) may begin in a minute at one process; more get 429. Requests that need nobody are not counted. Raise it where many people share one address.',
    ),
  GATEHOUSE_AUTHORIZATION_CODE_LIFETIME_SECONDS: seconds(10, 600, 60).describe(
    'Lifetime of an authorization code.',
  ),
  GATEHOUSE_ACCESS_TOKEN_LIFETIME_SECONDS: seconds(60, 3_600, 900).describe(
    'Lifetime of an access token for the userinfo endpoint; resources and clients set their own.',
  ),
  GATEHOUSE_ID_TOKEN_LIFETIME_SECONDS: seconds(60, 86_400, 3_600).describe('Lifetime of an ID token.'),
  GATEHOUSE_REFRESH_TOKEN_LIFETIME_SECONDS: seconds(60, 7_776_000, 1_209_600).describe(
    'How long a refresh token lives unused; each rotation begins it anew.',
  ),
  GATEHOUSE_REFRESH_FAMILY_LIFETIME_SECONDS: seconds(60, 31_536_000, 7_776_000).describe(
    'How long refresh tokens descend from one authorization, however often rotated.',
  ),
  GATEHOUSE_REFRESH_GRACE_SECONDS: seconds(0, 60, 10).describe(
    'How long a redeemed refresh token, presented again, still gets the same answer. 0 switches it off.',
  ),
})

/** The same in production, which demands more. */
export const productionSchema = environmentSchema.extend({
  GATEHOUSE_ISSUER: issuerUrl
    .refine(unlessUnreadable(isHttpsOrLoopback), 'must be https in production')
    .optional(),
})

export type Environment = z.infer<typeof environmentSchema>
