/** Where the servers are and what they share. */
export interface SeedInput {
  databaseUrl: string
  issuer: string
  bankUrl: string
  consoleUrl: string
  secrets: Partial<Record<string, string>>
  /** No demo person or client is made. */
  production: boolean
}
