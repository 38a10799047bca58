ALTER TABLE "metric_day" ADD COLUMN "total" DOUBLE PRECISION;

UPDATE "metric_day" d SET "total" = coalesce((
  SELECT CASE (SELECT "statistic" FROM "metric_series" s WHERE s."id" = d."series_id")
    WHEN 'Sum' THEN sum(v) WHEN 'Minimum' THEN min(v) ELSE max(v) END
  FROM unnest(d."hours") AS v), 0);

ALTER TABLE "metric_day" ALTER COLUMN "total" SET NOT NULL;
