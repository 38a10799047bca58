-- One row a function and day: what is asked for is its calls and dollars, and units of several services are no sum.
INSERT INTO "api_usage_function" ("account_region_id", "function_id", "service", "day", "calls", "billed_units", "usd")
SELECT "account_region_id", "function_id", '', "day", sum("calls"), 0, sum("usd") FROM "api_usage_function" GROUP BY 1, 2, 4;

DELETE FROM "api_usage_function" WHERE "service" <> '';

ALTER TABLE "api_usage_function" DROP CONSTRAINT "api_usage_function_pkey",
    DROP COLUMN "service",
    DROP COLUMN "billed_units",
    ADD CONSTRAINT "api_usage_function_pkey" PRIMARY KEY ("account_region_id", "function_id", "day");
