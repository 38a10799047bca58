CREATE TABLE "cost_day" (
    "account_region_id" INTEGER NOT NULL,
    "function_id" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "invocations" INTEGER NOT NULL,
    "cold_starts" INTEGER NOT NULL,
    "billed_ms" BIGINT NOT NULL,
    "gb_ms" DOUBLE PRECISION NOT NULL,
    "init_gb_ms" DOUBLE PRECISION NOT NULL,
    "memory_mb" INTEGER,
    "max_memory_used_mb" INTEGER,

    CONSTRAINT "cost_day_pkey" PRIMARY KEY ("function_id","at","version")
);

CREATE INDEX "cost_day_at_idx" ON "cost_day"("at");

CREATE TABLE "retry_hour" (
    "account_region_id" INTEGER NOT NULL,
    "function_id" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL,
    "gb_ms" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "retry_hour_pkey" PRIMARY KEY ("function_id","at","version")
);

CREATE INDEX "retry_hour_at_idx" ON "retry_hour"("at");

-- Days that have hours already.
INSERT INTO "cost_day"
SELECT "account_region_id", "function_id", "version", date_trunc('day', "at", 'UTC'), sum("invocations"), sum("cold_starts"),
  sum("billed_ms"), sum("gb_ms" ORDER BY "at", "result"),
  sum(least("init_sum_ms", greatest(0, "billed_ms" - "duration_sum_ms")) * coalesce("memory_mb", 0) / 1024 ORDER BY "at", "result"),
  max("memory_mb"), max("max_memory_used_mb")
FROM "invocation_hour" GROUP BY 1, 2, 3, 4;
