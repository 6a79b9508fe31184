import js from '@eslint/js'
import nx from '@nx/eslint-plugin'
import tseslint from 'typescript-eslint'

const TESTS = [
  '**/*.spec.ts',
  '**/*.spec.tsx',
  '**/*.int-spec.ts',
  '**/*.e2e-spec.ts',
  '**/*.fixture.ts',
  'libs/testing/**',
  'apps/e2e/**',
]
const PURE = [
  'libs/protocol/src/**/*.ts',
  'libs/data-access/src/stores/**/*.ts',
  'apps/auth-server/src/**/*.ts',
]

const mayImport = (project, ...others) => ({
  sourceTag: `layer:${project}`,
  onlyDependOnLibsWithTags: others.map((other) => `layer:${other}`),
})

/** Who may import whom between projects. The same for tests, which may import `testing` besides. */
const boundaries = (forTests) => {
  const layers = [
    ['token-types'],
    ['protocol', 'token-types'],
    ['data-access', 'token-types', 'protocol'],
    ['guards', 'token-types', 'protocol'],
    ['token-client', 'token-types', 'protocol'],
    ['testing', 'token-types', 'protocol', 'data-access'],
    // The demo person's password is hashed as the server does it.
    ['seed', 'token-types', 'protocol', 'data-access', 'app'],
    ['app', 'token-types', 'protocol', 'data-access', 'guards', 'token-client'],
    ['console', 'token-types', 'protocol', 'token-client'],
    ['e2e', 'token-types', 'protocol', 'data-access', 'guards', 'token-client', 'testing'],
    ['tools', 'data-access'],
  ]
  const depConstraints = layers.map(([project, ...others]) =>
    mayImport(project, ...others, ...(forTests ? ['testing'] : [])),
  )
  // The tests of data-access run on the database that testing makes with data-access.
  const ignoredCircularDependencies = forTests ? [['@gatehouse/data-access', '@gatehouse/testing']] : []
  return ['error', { allow: [], ignoredCircularDependencies, depConstraints }]
}

const ENVIRONMENT = 'Only config/ reads the environment; take the setting from there.'
const CLOCK = 'Time is an argument (`now: Date`); only the injected Clock reads it.'
const LINKS = 'Use shell/link, which fetches ahead only what somebody is about to follow.'
const RANDOMNESS = 'Math.random is predictable; use node:crypto.'

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      '**/.next/',
      '**/.nx/',
      '.gatehouse/',
      '**/generated/',
      '**/node_modules/',
      '**/next-env.d.ts',
      'coverage/',
    ],
  },
  js.configs.recommended,
  {
    plugins: { '@nx': nx, '@typescript-eslint': tseslint.plugin },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['**/*.ts', '**/*.tsx', 'tools/**/*.mjs'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(false),
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': 'allow-with-description', minimumDescriptionLength: 10 },
      ],
      // An async method without await is how a class keeps a promise-returning contract.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: RANDOMNESS }],
      eqeqeq: ['error', 'always'],
    },
  },
  {
    files: ['apps/*/src/**/*.{ts,tsx}', 'libs/*/src/**/*.ts', 'prisma/**/*.ts'],
    ignores: ['**/src/config/**', ...TESTS],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: ENVIRONMENT },
        { object: 'Math', property: 'random', message: RANDOMNESS },
      ],
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'node:process', importNames: ['env'], message: ENVIRONMENT }] },
      ],
    },
  },
  {
    files: ['apps/admin-console/src/**/*.tsx'],
    ignores: ['apps/admin-console/src/shell/link.tsx'],
    rules: {
      'no-restricted-imports': ['error', { paths: [{ name: 'next/link', message: LINKS }] }],
    },
  },
  {
    files: PURE,
    ignores: ['apps/auth-server/src/config/**', ...TESTS],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: CLOCK },
        { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: CLOCK },
      ],
    },
  },
  {
    files: TESTS,
    rules: {
      '@nx/enforce-module-boundaries': boundaries(true),
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/no-base-to-string': 'off',
      // A test reads JSON answers of unknown shape and asserts on them.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
  {
    // The tools are JavaScript with types in comments, where a parsed file is `any`.
    files: ['tools/**/*.mjs'],
    languageOptions: {
      globals: { process: 'readonly', fetch: 'readonly', URL: 'readonly', AbortSignal: 'readonly' },
    },
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      'no-undef': 'off',
    },
  },
  {
    files: [
      '*.mjs',
      '*.ts',
      '**/*.config.{ts,mjs,cjs,js}',
      '**/*.cjs',
      '{apps,libs}/**/*.mjs',
      'bench/**/*.mjs',
    ],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { 'no-undef': 'off', '@nx/enforce-module-boundaries': 'off' },
  },
)
