-- What filters ask of a trace stands beside it: as JSON to be held against a filter, and as numbers by which traces that may
-- meet it are found (summary_terms: those that X-Ray's summary told). The worker fills in both for the traces that are there, newest first.
ALTER TABLE "trace" ADD COLUMN "facts" JSONB, ADD COLUMN "terms" INTEGER[], ADD COLUMN "summary_terms" INTEGER[];
-- Entries are written at once: what waits in a list is read by every question.
CREATE INDEX "trace_terms_idx" ON "trace" USING GIN ("terms") WITH (fastupdate = off);
CREATE INDEX "trace_unfilled_idx" ON "trace" ("account_region_id", "started_at") WHERE "terms" IS NULL;
