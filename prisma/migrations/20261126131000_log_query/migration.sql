-- CreateTable
CREATE TABLE "log_query" (
    "id" TEXT NOT NULL,
    "account_region_id" INTEGER NOT NULL,
    "log_group" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "detail" TEXT,
    "query_id" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "scanned_bytes" BIGINT,
    "rows" JSONB,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "log_query_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "log_query_account_region_id_state_idx" ON "log_query"("account_region_id", "state");
