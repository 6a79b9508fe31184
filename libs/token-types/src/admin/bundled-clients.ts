/** Clients that every installation has or, in local use, may have: none of them is an admin's own. */
export const BUNDLED_CLIENTS = {
  console: 'admin-console',
  bank: 'bank-api',
  demo: 'demo-app',
} as const
