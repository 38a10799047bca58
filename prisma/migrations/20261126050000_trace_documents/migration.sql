-- One row holds all documents of a trace, packed. What was stored before is kept as text (form 0) until it expires.
CREATE TABLE "trace_documents" (
    "account_region_id" INTEGER NOT NULL,
    "trace_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "names" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "body" BYTEA NOT NULL,

    CONSTRAINT "trace_documents_pkey" PRIMARY KEY ("trace_id","started_at","account_region_id")
) PARTITION BY RANGE ("started_at");

-- Packed bytes do not get smaller by Postgres's own compression.
ALTER TABLE "trace_documents" ALTER COLUMN "body" SET STORAGE EXTERNAL;

SELECT ensure_day_partition('trace_documents', day)
FROM (SELECT DISTINCT ("started_at" AT TIME ZONE 'UTC')::date AS day FROM "segment") AS days;

INSERT INTO "trace_documents" ("account_region_id", "trace_id", "started_at", "names", "body")
SELECT s."account_region_id", s."trace_id", s."started_at",
  ARRAY(
    SELECT DISTINCT m[1]
    FROM "segment" AS d, regexp_matches(d."document", '"name": ?"((?:[^"\\]|\\.)*)"', 'g') AS m
    WHERE d."trace_id" = s."trace_id" AND d."account_region_id" = s."account_region_id" AND d."started_at" = s."started_at"
    ORDER BY 1
  ),
  '\x00'::bytea || convert_to(json_agg(s."document" ORDER BY s."segment_id")::text, 'UTF8')
FROM "segment" AS s
GROUP BY s."account_region_id", s."trace_id", s."started_at";

DROP TABLE "segment";
