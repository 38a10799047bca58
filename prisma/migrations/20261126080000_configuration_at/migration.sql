ALTER TABLE "lambda_function" ADD COLUMN "configuration_at" TIMESTAMPTZ(3);

UPDATE "lambda_function" SET "configuration_at" = "details_known_at";
