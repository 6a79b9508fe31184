export {
  aClient,
  aCode,
  aFamily,
  aRefreshToken,
  aResource,
  aSession,
  aUser,
  digestOf,
  randomDigest,
  secondsLater,
} from './builders.js'
export { FakeClock } from './fake-clock.js'
export { createTestDatabase, type TestDatabase } from './test-database.js'
export { testKey, type TestKey } from './test-keys.js'
