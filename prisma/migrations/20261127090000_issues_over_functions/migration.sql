-- Errors without a frame are one issue over functions, by class, type and shape: those that are stored become one, with all
-- of its hours. It is active where any of them was, resolved where none was and any was resolved.
CREATE TEMPORARY TABLE "merged_issue" AS
SELECT "id", min("id") OVER (PARTITION BY "class", "type", "shape") AS "kept_id"
FROM (
  SELECT "id", "class", "type", "shape",
    row_number() OVER (PARTITION BY "class", "type", "shape", "first_function_id" ORDER BY "id") AS "n"
  FROM "issue" WHERE "frame" IS NULL AND "shape" <> '' AND "class" IN ('error', 'init-error')
) AS i WHERE "n" = 1;

UPDATE "issue_hour" h SET "issue_id" = m."kept_id" FROM "merged_issue" m
WHERE h."issue_id" = m."id" AND m."kept_id" <> m."id";

UPDATE "issue_day" d SET "issue_id" = m."kept_id" FROM "merged_issue" m
WHERE d."issue_id" = m."id" AND m."kept_id" <> m."id";

UPDATE "issue" k SET "state" = s."state", "state_at" = s."state_at", "reopened_at" = s."reopened_at",
  "first_seen_at" = s."first_seen_at", "last_seen_at" = s."last_seen_at",
  "first_function_id" = s."first_function_id", "first_version" = s."first_version"
FROM (
  SELECT m."kept_id",
    (array_agg(i."state" ORDER BY array_position('{active,resolved,ignored}'::text[], i."state")))[1] AS "state",
    (array_agg(i."state_at" ORDER BY array_position('{active,resolved,ignored}'::text[], i."state"), i."state_at" DESC NULLS LAST))[1] AS "state_at",
    max(i."reopened_at") AS "reopened_at", min(i."first_seen_at") AS "first_seen_at", max(i."last_seen_at") AS "last_seen_at",
    (array_agg(i."first_function_id" ORDER BY i."first_seen_at", i."first_function_id"))[1] AS "first_function_id",
    (array_agg(i."first_version" ORDER BY i."first_seen_at", i."first_function_id"))[1] AS "first_version"
  FROM "merged_issue" m JOIN "issue" i ON i."id" = m."id" GROUP BY m."kept_id" HAVING count(*) > 1
) AS s WHERE k."id" = s."kept_id";

DELETE FROM "issue" i USING "merged_issue" m WHERE i."id" = m."id" AND m."kept_id" <> m."id";

-- What an issue is found by, as the product writes it: SHA-256 of the key in JSON.
UPDATE "issue" i SET "fingerprint" = sha256(convert_to(k."key", 'UTF8'))
FROM (
  SELECT "id", "key", row_number() OVER (PARTITION BY "key" ORDER BY "id") AS "n"
  FROM (
    SELECT o."id", '[' || to_json(o."class")::text || ',' || to_json(o."type")::text || ',' || to_json(o."shape")::text || ',' ||
      coalesce(to_json(coalesce(o."frame", CASE WHEN o."shape" = '' THEN f."arn" END))::text, 'null') || ']' AS "key"
    FROM "issue" o LEFT JOIN "lambda_function" f ON f."id" = o."first_function_id"
  ) AS keyed
) AS k WHERE i."id" = k."id" AND k."n" = 1;

DROP TABLE "merged_issue";
