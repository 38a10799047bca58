import type pg from 'pg'

/*
 * Where nothing failed and nothing had failed there is nothing to group; what failed in the hour before is tried again. A mark that is there already is written again: its
 * row stays locked until what was changed is there to be read, and who takes the mark waits for that.
 */
const MARK = `
  INSERT INTO issue_due (account_region_id, function_id, hour)
  SELECT $1, t.function_id, t.at FROM unnest($2::int4[], $3::timestamptz[]) AS t(function_id, at)
  WHERE EXISTS (SELECT FROM invocation_hour r WHERE r.function_id = t.function_id AND r.at IN (t.at, t.at - interval '1 hour')
      AND r.result <> 'success')
    OR EXISTS (SELECT FROM issue_hour i WHERE i.function_id = t.function_id AND i.at = t.at)
    OR EXISTS (SELECT FROM retry_hour y WHERE y.function_id = t.function_id AND y.at = t.at)
  ORDER BY 2, 3
  ON CONFLICT (function_id, hour) DO UPDATE SET account_region_id = excluded.account_region_id`

/** Marks hours (minuteMs: their first minute) whose issues have to follow what was rolled up. Within the transaction of the roll-up, after it. */
export async function markIssues(
  client: pg.ClientBase,
  accountRegionId: number,
  hours: readonly { functionId: number; minuteMs: number }[],
): Promise<void> {
  const values = [hours.map(({ functionId }) => functionId), hours.map(({ minuteMs }) => new Date(minuteMs))]
  await client.query(MARK, [accountRegionId, ...values])
}
