-- DropIndex
DROP INDEX "refresh_families_client_id_idx";

-- DropIndex
DROP INDEX "refresh_families_user_id_idx";

-- AlterTable
ALTER TABLE "signing_keys" ADD COLUMN     "last_token_expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "retiring_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "feed_followers" (
    "client_id" TEXT NOT NULL,
    "instance" UUID NOT NULL,
    "ip_address" TEXT,
    "position" BIGINT NOT NULL,
    "first_heard_at" TIMESTAMPTZ(3) NOT NULL,
    "last_heard_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feed_followers_pkey" PRIMARY KEY ("client_id","instance")
);

-- CreateIndex
CREATE INDEX "feed_followers_last_heard_at_idx" ON "feed_followers"("last_heard_at");

-- CreateIndex
CREATE INDEX "refresh_families_created_at_id_idx" ON "refresh_families"("created_at", "id");

-- CreateIndex
CREATE INDEX "refresh_families_user_id_created_at_id_idx" ON "refresh_families"("user_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "refresh_families_client_id_created_at_id_idx" ON "refresh_families"("client_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "refresh_families_revoked_reason_created_at_id_idx" ON "refresh_families"("revoked_reason", "created_at", "id");

-- The last rotation of a family is the creation of its one token that is not redeemed.
CREATE INDEX "refresh_tokens_by_last_rotation" ON "refresh_tokens" ("created_at", "family_id") WHERE "redeemed_at" IS NULL;
