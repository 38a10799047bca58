-- Traces that nobody in them called more than one segment of had one root marked. The worker fills in what filters ask of those again,
-- from their documents.
UPDATE "trace" t SET "terms" = NULL
WHERE "terms" IS NOT NULL
  AND jsonb_array_length(jsonb_path_query_array("facts", '$.c[*] ? (@.from.y == "client")')) > 1
  AND EXISTS (SELECT FROM "trace_documents" d WHERE d."trace_id" = t."id" AND d."started_at" = t."started_at" AND d."account_region_id" = t."account_region_id");
