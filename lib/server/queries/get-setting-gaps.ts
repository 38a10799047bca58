import type { SettingGap, TriggersResponse } from '@/lib/contracts/triggers'
import { type Db, selectRows } from '@/lib/server/db'

type Settings = TriggersResponse['settingGaps']
type Row = {
  operation: string
  state: string | null
  iamAction: string | null
  isRead: boolean
}

const OPERATIONS: Readonly<Record<keyof Settings, string>> = {
  policies: 'GetPolicy',
  urls: 'ListFunctionUrlConfigs',
  mappings: 'ListEventSourceMappings',
  invokeConfigs: 'ListFunctionEventInvokeConfigs',
  deadLetter: 'ListFunctions',
}

// Details that were refused count as read until the operation answers again, which the cursor's gaps tell. Mappings of a
// whole region are stored at once, before the details of its first functions are read.
const SQL = `
  select o.operation, a.state, a.iam_action as "iamAction",
         case o.operation
           when 'ListFunctions' then not f.inferred
           when 'ListEventSourceMappings' then a.last_ok_at is not null and (coalesce(s.cursor ? 'afterId', false)
             or exists (select from event_source_mapping m where m.account_region_id = f.account_region_id))
           else f.details_known_at is not null and (not coalesce(s.cursor -> 'gaps' ? o.operation, false)
             or f.details_known_at >= to_timestamp((s.cursor -> 'gaps' ->> o.operation)::float8 / 1000)) is true
         end as "isRead"
    from lambda_function f
   cross join unnest($2::text[]) o(operation)
    left join api_state a on a.account_region_id = f.account_region_id and a.service = 'lambda' and a.operation = o.operation
    left join sync_state s on s.account_region_id = f.account_region_id and s.step = 'function-details' and s.subject = ''
   where f.id = $1`

/** Why what a function's settings do not name is not known to be absent; null: it is absent. */
export async function getSettingGaps(db: Db, functionId: number): Promise<Settings> {
  const rows = await selectRows<Row>(db.pool, SQL, [functionId, Object.values(OPERATIONS)])
  const find = (setting: keyof Settings) => rows.find(({ operation }) => operation === OPERATIONS[setting])
  return {
    policies: gapOf(find('policies')),
    urls: gapOf(find('urls')),
    mappings: gapOf(find('mappings')),
    invokeConfigs: gapOf(find('invokeConfigs')),
    // Any listing that named the function told it.
    deadLetter: find('deadLetter')?.isRead ? null : gapOf(find('deadLetter')),
  }
}

function gapOf(row: Row | undefined): SettingGap | null {
  if (row?.state === 'denied') return { state: 'refused', iamAction: row.iamAction ?? `lambda:${row.operation}` }
  if (row?.state === 'unavailable') return { state: 'unavailable', iamAction: null }
  return row?.isRead ? null : { state: 'not-read', iamAction: null }
}
