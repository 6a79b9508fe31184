-- CreateTable
CREATE TABLE "usage_counts" (
    "client_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "span" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "detail" TEXT NOT NULL,
    "count" BIGINT NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "usage_counts_pkey" PRIMARY KEY ("client_id","kind","span","starts_at","detail")
);

-- CreateTable
CREATE TABLE "active_people" (
    "span" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "sketch" BYTEA NOT NULL,

    CONSTRAINT "active_people_pkey" PRIMARY KEY ("span","starts_at")
);

-- CreateTable
CREATE TABLE "usage_progress" (
    "id" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,
    "counted_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "usage_progress_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "installation" (
    "id" INTEGER NOT NULL,
    "first_steps_skipped_at" TIMESTAMPTZ(3),
    "first_steps_done_at" TIMESTAMPTZ(3),

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "usage_counts_by_span" ON "usage_counts"("span", "kind", "starts_at");

-- The row of the running hour is written every few seconds: with room beside it, no index is touched
ALTER TABLE "usage_counts" SET (fillfactor = 50);
