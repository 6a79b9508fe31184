import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

// Next reads this before its first event: nothing about a build leaves the machine.
process.env['NEXT_TELEMETRY_DISABLED'] = '1'

const workspaceRoot = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..')

const withNextIntl = createNextIntlPlugin('./src/i18n/request.ts')

const nextConfig: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Every browser gets title and icon in the head: streamed after it, a page is nameless until its data is there.
  htmlLimitedBots: /.*/,
  outputFileTracingRoot: workspaceRoot,
  turbopack: { root: workspaceRoot },
  // In development Next would print what a server function is given, and with it a token that somebody inspects.
  logging: { serverFunctions: false },
  serverExternalPackages: ['ioredis'],
}

export default withNextIntl(nextConfig)
