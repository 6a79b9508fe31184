/** One Jest for the whole workspace: `*.spec.ts` rules, `*.int-spec.ts` stores, `*.e2e-spec.ts` journeys. */
export default {
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/tools'],
  testMatch: ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.e2e-spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/.next/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': ['@swc/jest'],
    // Fastify's light-my-request requires `cookie` 2, an ES module, which Jest on Node 20 cannot require().
    '/node_modules/(?:cookie|content-disposition)/.+\\.js$': [
      '@swc/jest',
      { swcrc: false, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(?:cookie|content-disposition)/)'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@gatehouse/guards/testing$': '<rootDir>/libs/guards/src/testing/index.ts',
    '^@gatehouse/([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
  },
  globalSetup: '<rootDir>/libs/testing/src/jest-global-setup.mjs',
  globalTeardown: '<rootDir>/libs/testing/src/jest-global-teardown.mjs',
  reporters: ['default', '<rootDir>/tools/closing-line.reporter.mjs'],
  testTimeout: 30_000,
}
