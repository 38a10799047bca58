ALTER TABLE "metric_series" ADD COLUMN "subject" TEXT NOT NULL DEFAULT '',
ADD COLUMN "state" TEXT NOT NULL DEFAULT 'asked',
ADD COLUMN "read_at" TIMESTAMPTZ(3);

UPDATE "metric_series" s SET "state" = 'unlisted' FROM "sync_state" t
WHERE t."account_region_id" = s."account_region_id" AND t."step" = 'metric-list' AND t."subject" = ''
  AND t."cursor" -> 'unlisted' @> to_jsonb(s."id");

UPDATE "sync_state" SET "cursor" = NULL WHERE "step" = 'metric-list';

DROP INDEX "metric_series_account_region_id_function_id_qualifier_execu_key";
CREATE UNIQUE INDEX "metric_series_key" ON "metric_series"("account_region_id", "function_id", "qualifier", "executed_version", "subject", "metric", "statistic");
