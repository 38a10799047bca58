-- Traces were joined by their first 2,000 IDs of messages. Graphs that stood at that limit are drawn again while their documents are there.
WITH cut AS (
  DELETE FROM "trace_graph" g
  WHERE (cardinality(g."sent_ids") >= 2000 OR cardinality(g."linked_ids") >= 1000)
    AND EXISTS (SELECT FROM "trace_documents" d WHERE d."trace_id" = g."trace_id" AND d."started_at" = g."started_at" AND d."account_region_id" = g."account_region_id")
  RETURNING g."account_region_id", g."started_at"
), newest AS (
  SELECT "account_region_id", max("started_at") AS "at" FROM cut GROUP BY 1
)
UPDATE "sync_state" s
SET "cursor" = coalesce(s."cursor", '{}') || jsonb_build_object('fill', jsonb_build_object('beforeMs', extract(epoch FROM n."at") * 1000 + 1, 'beforeId', ''))
FROM newest n WHERE s."account_region_id" = n."account_region_id" AND s."step" = 'trace-graphs';
