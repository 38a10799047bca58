ALTER TABLE "lambda_function" ADD COLUMN "details_known_at" TIMESTAMPTZ(3);

UPDATE "lambda_function" SET "details_known_at" = "details_at";

CREATE TABLE "function_change" (
    "id" BIGSERIAL NOT NULL,
    "account_region_id" INTEGER NOT NULL,
    "function_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "stated_at" TIMESTAMPTZ(3),
    "known_after" TIMESTAMPTZ(3) NOT NULL,
    "noticed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "function_change_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "function_change_function_id_at_id_idx" ON "function_change"("function_id", "at", "id");

CREATE INDEX "function_change_at_id_idx" ON "function_change"("at", "id");

ALTER TABLE "function_change" ADD CONSTRAINT "function_change_function_id_fkey" FOREIGN KEY ("function_id") REFERENCES "lambda_function"("id") ON DELETE CASCADE ON UPDATE CASCADE;
