-- Of rollups of older versions neither is known.
ALTER TABLE "invocation_minute" ADD COLUMN "slowest_at_ms" INTEGER, ADD COLUMN "second_slowest_ms" INTEGER;
ALTER TABLE "invocation_hour" ADD COLUMN "slowest_at_ms" INTEGER, ADD COLUMN "second_slowest_ms" INTEGER;
