/**
 * The two kinds of what happened to functions, as rows of (source, id, at, …): every change that two looks differ in
 * (source 0), and every issue when it was first seen (source 1) by a function whose log lines had been read for an hour
 * before: what was there when reading began is not new.
 */
export const CHANGE_KINDS = [
  `
  SELECT 0 AS source, id, at, account_region_id, function_id, kind, subject, before, after, stated_at, known_after, noticed_at
    FROM function_change`,
  `
  SELECT 1 AS source, i.id::int8 AS id, i.first_seen_at AS at, f.account_region_id, f.id AS function_id,
         'issue' AS kind, i.type AS subject, NULL::jsonb AS before,
         jsonb_build_object('issueId', i.id::text, 'message', coalesce(i.message, i.shape)) AS after,
         i.first_seen_at AS stated_at, i.first_seen_at AS known_after, i.first_seen_at AS noticed_at
    FROM issue i JOIN lambda_function f ON f.id = i.first_function_id
    JOIN sync_state s ON s.account_region_id = f.account_region_id AND s.step = 'logs'
         AND s.subject = coalesce(f.log_group_name, '/aws/lambda/' || f.name)
   WHERE s.covered @> tstzrange(i.first_seen_at - interval '1 hour', i.first_seen_at)`,
]

/** Both together. */
export const CHANGE_ROWS = `(${CHANGE_KINDS.join(' UNION ALL ')})`
