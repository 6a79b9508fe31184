-- What was revoked is listed by creation.
CREATE INDEX "refresh_families_revoked_by_creation" ON "refresh_families" ("created_at", "id") WHERE "revoked_at" IS NOT NULL;

-- Families end with their last token now: those whose tokens went before are gone as well.
DELETE FROM "refresh_families" f WHERE NOT EXISTS (SELECT 1 FROM "refresh_tokens" t WHERE t."family_id" = f."id");

-- CreateTable
CREATE TABLE "rotation_answers" (
    "digest" BYTEA NOT NULL,
    "redemption_digest" BYTEA NOT NULL,
    "sealed_response" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rotation_answers_pkey" PRIMARY KEY ("digest")
);

-- CreateIndex
CREATE INDEX "rotation_answers_expires_at_idx" ON "rotation_answers"("expires_at");

-- Answers that a retry may still ask for: the longest grace that can be set is a minute.
INSERT INTO "rotation_answers" ("digest", "redemption_digest", "sealed_response", "expires_at")
SELECT "digest", "redemption_digest", "sealed_response", "redeemed_at" + interval '1 minute' FROM "refresh_tokens"
WHERE "redeemed_at" > now() - interval '1 minute' AND "redemption_digest" IS NOT NULL AND "sealed_response" IS NOT NULL;

-- AlterTable
ALTER TABLE "refresh_tokens" DROP COLUMN "redemption_digest",
DROP COLUMN "sealed_response";
