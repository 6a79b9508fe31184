/** After all tests: the throw-away PostgreSQL goes, with its data. */
export default async function tearDown() {
  await globalThis.stopTestPostgres?.()
}
