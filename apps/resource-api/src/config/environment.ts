import { z } from 'zod'

const absoluteUrl = z.url({ protocol: /^https?$/ })

/** Every setting of the bank, by the name of its environment variable. An empty value counts as absent. */
export const environmentSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('development')
    .describe('`production` demands an https issuer (loopback excepted).'),
  GATEHOUSE_ISSUER: absoluteUrl
    .default('http://localhost:4000')
    .describe('Issuer whose access tokens are accepted; its metadata names the keys.'),
  GATEHOUSE_HOST: z
    .string()
    .default('localhost')
    .describe(
      'Address to listen on. `localhost` means both loopback addresses; `0.0.0.0` every IPv4 interface.',
    ),
  GATEHOUSE_BANK_PORT: z.coerce.number().int().min(1).max(65535).default(4001).describe('Port to listen on.'),
  GATEHOUSE_BANK_URL: absoluteUrl
    .optional()
    .describe(
      "The bank's resource identifier, which the `aud` of a token must contain. Absent: `http://localhost:<port>`.",
    ),
  GATEHOUSE_BANK_CLIENT_ID: z
    .string()
    .optional()
    .describe(
      "The bank's own client, for the revocation feed or introspection. Absent: the bank learns of no revocation, and a token lives until it expires.",
    ),
  GATEHOUSE_BANK_CLIENT_SECRET: z.string().optional().describe('Secret of that client.'),
  GATEHOUSE_BANK_REVOCATION: z
    .enum(['feed', 'introspection', 'none'])
    .default('feed')
    .describe(
      'How the bank learns of revocations: it follows the feed of the issuer, asks about each token every two seconds, or not at all.',
    ),
  GATEHOUSE_BANK_SILENCE_BOUND_SECONDS: z.coerce
    .number()
    .int()
    .min(15)
    .max(3_600)
    .default(30)
    .describe(
      'How long the feed may be silent before every token is answered with 503. The issuer speaks each 10 s.',
    ),
  GATEHOUSE_BANK_DPOP: z
    .enum(['off', 'optional', 'report-only', 'required'])
    .default('optional')
    .describe(
      'Tokens bound to a key (RFC 9449): `optional` checks the proof of those that are, `required` refuses all others, `report-only` counts what it would refuse, `off` refuses bound tokens.',
    ),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')
    .describe('PostgreSQL that keeps the accounts.'),
  GATEHOUSE_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least level that is logged.'),
})

export type Environment = z.infer<typeof environmentSchema>
