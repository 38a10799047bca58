ALTER TABLE "invocation_day" ADD COLUMN "hours" BYTEA, ADD COLUMN "hour_sketches" BYTEA;
-- Of the one some bytes are looked at, and of the other some are read: neither is to be unpacked for that.
ALTER TABLE "invocation_day" ALTER COLUMN "hours" SET STORAGE PLAIN, ALTER COLUMN "hour_sketches" SET STORAGE EXTERNAL;

CREATE TABLE "invocation_week" (
    "account_region_id" INTEGER NOT NULL,
    "function_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "invocations" BIGINT NOT NULL,
    "cold_starts" BIGINT NOT NULL,
    "gb_ms" DOUBLE PRECISION NOT NULL,
    "max_memory_used_mb" INTEGER,
    "duration_sketch" BYTEA NOT NULL,

    CONSTRAINT "invocation_week_pkey" PRIMARY KEY ("function_id","at")
);

CREATE INDEX "invocation_week_at_idx" ON "invocation_week"("at");

CREATE TABLE "metric_week" (
    "account_region_id" INTEGER NOT NULL,
    "series_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "days" DOUBLE PRECISION[],
    "is_zero" BOOLEAN NOT NULL,

    CONSTRAINT "metric_week_pkey" PRIMARY KEY ("series_id","at")
);

CREATE INDEX "metric_week_at_idx" ON "metric_week"("at");

-- SQL can neither merge sketches nor write hours: what has been rolled up already stays without.
INSERT INTO "instance_setting" ("key", "value")
SELECT s.key, to_char(s.day, 'YYYY-MM-DD')
FROM (SELECT FROM "invocation_hour" LIMIT 1) AS held, (VALUES
  ('invocation_hours_from', (now() AT TIME ZONE 'UTC')::date + 1),
  ('invocation_weeks_from', (date_trunc('week', now() AT TIME ZONE 'UTC') + interval '7 days')::date)
) AS s(key, day);

INSERT INTO "metric_week" ("account_region_id", "series_id", "at", "days", "is_zero")
SELECT "account_region_id", "series_id", date_trunc('week', "at", 'UTC'), ARRAY[
    max("total") FILTER (WHERE extract(isodow FROM "at" AT TIME ZONE 'UTC') = 1),
    max("total") FILTER (WHERE extract(isodow FROM "at" AT TIME ZONE 'UTC') = 2),
    max("total") FILTER (WHERE extract(isodow FROM "at" AT TIME ZONE 'UTC') = 3),
    max("total") FILTER (WHERE extract(isodow FROM "at" AT TIME ZONE 'UTC') = 4),
    max("total") FILTER (WHERE extract(isodow FROM "at" AT TIME ZONE 'UTC') = 5),
    max("total") FILTER (WHERE extract(isodow FROM "at" AT TIME ZONE 'UTC') = 6),
    max("total") FILTER (WHERE extract(isodow FROM "at" AT TIME ZONE 'UTC') = 7)
  ], bool_and("total" = 0)
FROM "metric_day" GROUP BY 1, 2, 3;
