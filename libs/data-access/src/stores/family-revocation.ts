import { revocationInsert } from './revocation-store.js'

/**
 * A statement that revokes living refresh families and returns their ids. They are locked in the order of their ids, so that
 * two transactions which end the same ones do not wait for one another in a circle.
 *
 * @param condition on `refresh_families`, with its value as $1; $2 is the moment, $3 the reason
 */
export const revokeFamilies = (condition: string): string => `
  WITH living AS (
    SELECT id FROM refresh_families WHERE revoked_at IS NULL AND ${condition} ORDER BY id FOR NO KEY UPDATE
  )
  UPDATE refresh_families f SET revoked_at = $2, revoked_reason = $3
  FROM living WHERE f.id = living.id RETURNING f.id`

/**
 * Revokes the living access tokens of families that are revoked, each at the moment and for the reason of its family.
 * Parameter: their ids. Run while their rows are locked: no rotation can add another access token meanwhile.
 */
export const REVOKE_ACCESS_TOKENS = revocationInsert(`
  SELECT 'jti'::text, t.access_token_id, f.revoked_at, t.access_token_expires_at, f.revoked_reason
  FROM refresh_families f JOIN refresh_tokens t ON t.family_id = f.id
  WHERE f.id = ANY ($1::uuid[]) AND t.access_token_expires_at > f.revoked_at`)
