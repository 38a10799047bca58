import type pg from 'pg'

/*
 * Where nothing failed and nothing had failed there is nothing to group. What failed in the hour before may be tried again
 * in an hour, so that the hour after one that changed is marked as well where it is rolled up already.
 */
const MARK = `
  INSERT INTO issue_due (account_region_id, function_id, hour)
  SELECT DISTINCT $1::int4, t.function_id, m.at
  FROM unnest($2::int4[], $3::timestamptz[]) AS t(function_id, at)
  CROSS JOIN LATERAL (VALUES (t.at), (t.at + interval '1 hour')) AS m(at)
  WHERE (m.at = t.at OR EXISTS (SELECT FROM invocation_hour n WHERE n.function_id = t.function_id AND n.at = m.at))
    AND (EXISTS (SELECT FROM invocation_hour r WHERE r.function_id = t.function_id
           AND r.at IN (m.at, m.at - interval '1 hour') AND r.result <> 'success')
      OR EXISTS (SELECT FROM issue_hour i WHERE i.function_id = t.function_id AND i.at = m.at)
      OR EXISTS (SELECT FROM retry_hour y WHERE y.function_id = t.function_id AND y.at = m.at))`

/** Marks hours (minuteMs: their first minute) whose issues have to follow what was rolled up. Within the transaction of the roll-up, after it. */
export async function markIssues(
  client: pg.ClientBase,
  accountRegionId: number,
  hours: readonly { functionId: number; minuteMs: number }[],
): Promise<void> {
  const values = [hours.map(({ functionId }) => functionId), hours.map(({ minuteMs }) => new Date(minuteMs))]
  await client.query(MARK, [accountRegionId, ...values])
}
