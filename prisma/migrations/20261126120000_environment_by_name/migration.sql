-- A keyed hash for the value of each environment variable, so that a change can name it. The one hash over all values
-- cannot be taken apart: the names stay, each without a hash until the function is listed next.
ALTER TABLE "lambda_function" ADD COLUMN "environment" JSONB;
UPDATE "lambda_function" SET "environment" = (
  SELECT coalesce(jsonb_object_agg(name, NULL), '{}') FROM unnest("environment_names") AS name
) WHERE NOT "inferred" AND "environment_hash" IS DISTINCT FROM 'unreadable';
ALTER TABLE "lambda_function" DROP COLUMN "environment_names", DROP COLUMN "environment_hash";
