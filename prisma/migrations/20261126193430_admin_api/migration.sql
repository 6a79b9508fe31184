-- CreateTable
CREATE TABLE "idempotent_requests" (
    "digest" BYTEA NOT NULL,
    "request_digest" BYTEA NOT NULL,
    "sealed_answer" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotent_requests_pkey" PRIMARY KEY ("digest")
);

-- CreateIndex
CREATE INDEX "idempotent_requests_expires_at_idx" ON "idempotent_requests"("expires_at");

-- The orders in which the console lists clients.
CREATE INDEX "clients_by_name" ON "clients" (lower("name"), "client_id");
CREATE INDEX "clients_by_creation" ON "clients" ("created_at", "client_id");
