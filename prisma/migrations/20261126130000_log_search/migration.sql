-- AlterTable
ALTER TABLE "log_block" ADD COLUMN "minutes" BYTEA,
ADD COLUMN "words" BYTEA;

-- A filter has no pattern that compression could find.
ALTER TABLE "log_block" ALTER COLUMN "words" SET STORAGE EXTERNAL;

-- What was packed before is found by the worker, which builds what is missing.
CREATE INDEX "log_block_unindexed_idx" ON "log_block" ("account_region_id") WHERE "words" IS NULL;

-- Rows stand nearly in the order of their times; an index that is written with every row would slow the pull.
CREATE INDEX "log_event_at_idx" ON "log_event" USING BRIN ("at") WITH (pages_per_range = 64, autosummarize = on);
