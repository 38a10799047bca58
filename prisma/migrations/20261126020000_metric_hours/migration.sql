-- A point a row costs ten times what a point in an hour's row costs, and days are read by their hours.
CREATE TABLE "metric_hour" (
    "account_region_id" INTEGER NOT NULL,
    "series_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "points" DOUBLE PRECISION[],

    CONSTRAINT "metric_hour_pkey" PRIMARY KEY ("series_id","at")
) PARTITION BY RANGE ("at");

CREATE TABLE "metric_day" (
    "account_region_id" INTEGER NOT NULL,
    "series_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "hours" DOUBLE PRECISION[],

    CONSTRAINT "metric_day_pkey" PRIMARY KEY ("series_id","at")
) PARTITION BY RANGE ("at");

SELECT ensure_day_partition(parent, day)
FROM (SELECT DISTINCT ("at" AT TIME ZONE 'UTC')::date AS day FROM "metric_point") AS days,
  unnest(ARRAY['metric_hour', 'metric_day']) AS parent;

INSERT INTO "metric_hour" ("account_region_id", "series_id", "at", "points")
SELECT h.account_region_id, h.series_id, h.hour, ARRAY(
  SELECT p."value" FROM generate_series(0, 59) AS minute
  LEFT JOIN "metric_point" p ON p."series_id" = h.series_id AND p."at" = h.hour + minute * interval '1 minute'
  ORDER BY minute
)
FROM (
  SELECT "account_region_id", "series_id", date_trunc('hour', "at", 'UTC') AS hour FROM "metric_point" GROUP BY 1, 2, 3
) AS h;

INSERT INTO "metric_day" ("account_region_id", "series_id", "at", "hours")
SELECT d.account_region_id, d.series_id, d.day, ARRAY(
  SELECT (SELECT CASE s."statistic" WHEN 'Sum' THEN sum(v) WHEN 'Minimum' THEN min(v) ELSE max(v) END FROM unnest(m."points") AS v)
  FROM generate_series(0, 23) AS hour
  LEFT JOIN "metric_hour" m ON m."series_id" = d.series_id AND m."at" = d.day + hour * interval '1 hour'
  ORDER BY hour
)
FROM (
  SELECT "account_region_id", "series_id", date_trunc('day', "at", 'UTC') AS day FROM "metric_hour" GROUP BY 1, 2, 3
) AS d JOIN "metric_series" s ON s."id" = d.series_id;

DROP TABLE "metric_point";

DROP INDEX "metric_series_account_region_id_function_id_qualifier_execu_key";
ALTER TABLE "metric_series" DROP COLUMN "period_s";
CREATE UNIQUE INDEX "metric_series_account_region_id_function_id_qualifier_execu_key" ON "metric_series"("account_region_id", "function_id", "qualifier", "executed_version", "metric", "statistic");
