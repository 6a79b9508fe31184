/**
 * Keys of PostgreSQL advisory locks. Each serialises one kind of writer, across every process that uses the database.
 * Prisma's engine uses 72707369; ours are apart from it.
 */

/** Held by the one process that migrates. */
export const MIGRATION_LOCK = 7_238_001

/** Held while revocations are inserted, so that their sequence rises in commit order. */
export const REVOCATION_LOCK = 7_238_002

/** Held while audit events are appended: each event holds the hash of the one before. */
export const AUDIT_LOCK = 7_238_003

/** Held while a server makes sure that a signing key exists. */
export const SIGNING_KEY_LOCK = 7_238_004

/** Held while it changes who administers, so that of two owners who remove each other at once one remains. */
export const ADMINISTRATION_LOCK = 7_238_007
