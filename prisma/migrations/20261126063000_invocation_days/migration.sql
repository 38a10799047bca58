CREATE TABLE "invocation_day" (
    "account_region_id" INTEGER NOT NULL,
    "function_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "invocations" INTEGER NOT NULL,
    "cold_starts" INTEGER NOT NULL,
    "gb_ms" DOUBLE PRECISION NOT NULL,
    "max_memory_used_mb" INTEGER,
    "duration_sketch" BYTEA NOT NULL,

    CONSTRAINT "invocation_day_pkey" PRIMARY KEY ("function_id","at")
);

CREATE INDEX "invocation_day_at_idx" ON "invocation_day"("at");

-- SQL cannot merge sketches: days that have hours already stay with those.
INSERT INTO "instance_setting" ("key", "value")
SELECT 'invocation_days_from', to_char((now() AT TIME ZONE 'UTC')::date + 1, 'YYYY-MM-DD')
FROM "invocation_hour" LIMIT 1;
