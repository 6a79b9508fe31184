export { expectRoutesProtected } from './expect-routes-protected.js'
export { serveIssuer, type ServedIssuer } from './serve-issuer.js'
export { TestDpopKey, type TestProof } from './test-dpop-key.js'
export { TestIssuer, type TestToken } from './test-issuer.js'
