-- The graph of each trace, small enough to add up thousands, and graphs of stretches of time made of them.
CREATE TABLE "trace_graph" (
    "account_region_id" INTEGER NOT NULL,
    "trace_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "body" BYTEA NOT NULL,
    "joints" JSONB,
    "linked_ids" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "trace_graph_pkey" PRIMARY KEY ("trace_id","started_at","account_region_id")
) PARTITION BY RANGE ("started_at");

CREATE INDEX "trace_graph_account_region_id_started_at_idx" ON "trace_graph"("account_region_id", "started_at");
-- A trace that comes later than those that link to it: entries are written at once, few traces link to any.
CREATE INDEX "trace_graph_linked_ids_idx" ON "trace_graph" USING GIN ("linked_ids") WITH (fastupdate = off);

CREATE TABLE "graph_bucket" (
    "account_region_id" INTEGER NOT NULL,
    "minutes" SMALLINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "graph_bucket_pkey" PRIMARY KEY ("account_region_id","minutes","at")
);

CREATE INDEX "graph_bucket_at_idx" ON "graph_bucket"("at");

CREATE TABLE "graph_due" (
    "id" BIGSERIAL NOT NULL,
    "account_region_id" INTEGER NOT NULL,
    "minutes" SMALLINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "graph_due_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "graph_due_account_region_id_minutes_at_idx" ON "graph_due"("account_region_id", "minutes", "at");

-- Traces that are stored already are drawn by the worker.
SELECT ensure_day_partition('trace_graph', to_date(right(c.relname, 8), 'YYYYMMDD'))
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'trace'::regclass AND c.relname ~ '_\d{8}$';
