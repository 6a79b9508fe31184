-- Finds people by any part of their names and mail address. The expression stands in stores/user-list.ts as well.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX "users_searched" ON "users"
  USING gin (lower("username" || ' ' || coalesce("email", '') || ' ' || coalesce("name", '')) gin_trgm_ops);

-- Finds those that begin with a text, whatever the order of letters of the database is. They are expressions, which
-- Prisma's diff leaves alone.
CREATE INDEX "users_by_username_pattern" ON "users" (lower("username") text_pattern_ops);
CREATE INDEX "users_by_email_pattern" ON "users" (lower("email") text_pattern_ops);
CREATE INDEX "users_by_name_pattern" ON "users" (lower("name") text_pattern_ops);

-- The orders in which the console lists people, and filters that few of them pass.
CREATE INDEX "users_by_username" ON "users" ("username", "id");
CREATE INDEX "users_by_creation" ON "users" ("created_at", "id");
CREATE INDEX "users_disabled" ON "users" ("username", "id") WHERE "disabled_at" IS NOT NULL;
CREATE INDEX "users_without_password" ON "users" ("username", "id") WHERE "password_hash" IS NULL;
CREATE INDEX "users_by_email_verified" ON "users" ("email_verified", "username", "id");

-- Living sessions by their end, grants by their last consent, of all clients and of one.
CREATE INDEX "sessions_living" ON "sessions" ("expires_at", "id") WHERE "ended_at" IS NULL;
CREATE INDEX "grants_by_update" ON "grants" ("updated_at", "id");
CREATE INDEX "grants_by_client_and_update" ON "grants" ("client_id", "updated_at", "id");
