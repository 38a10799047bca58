-- From when on the graphs of an account-region are whole: of hours and days, and of traces and slots, which expire earlier.
ALTER TABLE "account_region" ADD COLUMN "graphs_from" TIMESTAMPTZ(3) NOT NULL DEFAULT '1970-01-01 00:00:00 +00:00',
  ADD COLUMN "graph_details_from" TIMESTAMPTZ(3) NOT NULL DEFAULT '1970-01-01 00:00:00 +00:00';

-- Graphs kept failures without a limit, and no IDs of messages: all are drawn again from their documents, newest first.
TRUNCATE "trace_graph", "graph_bucket", "graph_due";

-- The messages that a trace sent and its invocations, by which others may name them.
ALTER TABLE "trace_graph" ADD COLUMN "sent_ids" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
CREATE INDEX "trace_graph_sent_ids_idx" ON "trace_graph" USING GIN ("sent_ids") WITH (fastupdate = off);

UPDATE "account_region" p SET "graphs_from" = now(), "graph_details_from" = now()
WHERE EXISTS (SELECT 1 FROM "trace" t WHERE t."account_region_id" = p."id");
UPDATE "sync_state" SET "cursor" = "cursor" - 'fill' WHERE "step" = 'trace-graphs';
