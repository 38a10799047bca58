-- Who the calls of api_usage were made for, as far as they were for functions. Calls from before are nobody's.
CREATE TABLE "api_usage_function" (
    "account_region_id" INTEGER NOT NULL,
    "function_id" INTEGER NOT NULL,
    "service" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "calls" DOUBLE PRECISION NOT NULL,
    "billed_units" DOUBLE PRECISION NOT NULL,
    "usd" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "api_usage_function_pkey" PRIMARY KEY ("account_region_id","function_id","service","day")
);

CREATE INDEX "api_usage_function_day_idx" ON "api_usage_function"("day");
