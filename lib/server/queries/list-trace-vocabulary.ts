import type { TraceVocabularyRequest, TraceVocabularyResponse } from '@/lib/contracts/trace-groups'
import { type Db, selectRows } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { listPlaceIds } from '@/lib/server/queries/list-place-ids'

const LOOKED_AT = 2_000
const MOST = 500
const WORDS = `
  with t as materialized (
    select facts from trace where started_at >= $1 and started_at < $2 and ($3::int[] is null or account_region_id = any($3))
     order by started_at desc limit ${LOOKED_AT}
  ), words as (
    select 'services' as kind, n.name as word from t, jsonb_array_elements(t.facts -> 's') as s, jsonb_array_elements_text(s -> 'n') as n(name)
    union all select 'types', s ->> 'y' from t, jsonb_array_elements(t.facts -> 's') as s
    union all select 'annotations', k ->> 'k' from t, jsonb_array_elements(t.facts -> 'k') as k
  )
  select kind, word from (
    select kind, word, row_number() over (partition by kind order by count(*) desc, word) as place from words group by kind, word
  ) ranked where place <= ${MOST} order by kind, place`

/** Services, their types and annotation keys of the newest traces that began in the window, for completion. */
export async function listTraceVocabulary(db: Db, request: TraceVocabularyRequest): Promise<TraceVocabularyResponse> {
  const { fromMs, toMs } = checkWindow(request)
  const placeIds = await listPlaceIds(db, request)
  const rows = await selectRows<{ kind: keyof TraceVocabularyResponse; word: string }>(db.pool, WORDS, [
    new Date(fromMs),
    new Date(toMs),
    placeIds,
  ])
  const of = (kind: keyof TraceVocabularyResponse) => {
    return rows.filter((row) => row.kind === kind).map(({ word }) => word)
  }
  return { services: of('services'), types: of('types'), annotations: of('annotations') }
}
