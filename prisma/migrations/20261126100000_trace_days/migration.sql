-- Traces go with the partitions of their day. The rows that are there move; the key finds a trace by its ID.
ALTER TABLE "trace" RENAME TO "whole_trace";
ALTER TABLE "whole_trace" DROP CONSTRAINT "trace_pkey";
DROP INDEX "trace_started_at_idx", "trace_id_idx", "trace_account_region_id_fetch_after_idx", "trace_slowest_idx";

CREATE TABLE "trace" (LIKE "whole_trace" INCLUDING DEFAULTS) PARTITION BY RANGE ("started_at");
ALTER TABLE "trace" ADD CONSTRAINT "trace_pkey" PRIMARY KEY ("id", "started_at", "account_region_id");
CREATE INDEX "trace_started_at_idx" ON "trace" ("started_at");
CREATE INDEX "trace_account_region_id_fetch_after_idx" ON "trace" ("account_region_id", "fetch_after");
CREATE INDEX "trace_slowest_idx" ON "trace" (coalesce("duration_ms", -1) DESC, "started_at" DESC, "id" DESC, "account_region_id" DESC);

SELECT ensure_day_partition('trace', day)
FROM (SELECT DISTINCT ("started_at" AT TIME ZONE 'UTC')::date AS day FROM "whole_trace") AS days;
INSERT INTO "trace" SELECT * FROM "whole_trace";
DROP TABLE "whole_trace";
