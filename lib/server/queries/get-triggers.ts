import type { EventFunnel, MappingDetail, TriggersRequest, TriggersResponse } from '@/lib/contracts/triggers'
import { isCountable, type Window, widenToMinutes } from '@/lib/domain/covered-window'
import { describeMapping, onFailureOf, publishesEventCounts } from '@/lib/domain/triggers/describe-mapping'
import { explainCount, type MetricListing } from '@/lib/domain/triggers/explain-counts'
import { type Db, selectRows } from '@/lib/server/db'
import { checkQualifier } from '@/lib/server/queries/check-qualifier'
import { checkWindow } from '@/lib/server/queries/check-window'
import { findTriggers, type MappingFacts, type PolicyFacts } from '@/lib/server/queries/find-triggers'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getMetricBuckets, type MetricBuckets } from '@/lib/server/queries/get-metric-buckets'
import { getSettingGaps } from '@/lib/server/queries/get-setting-gaps'
import { totalOf } from '@/lib/server/queries/read-function-figures'

type Row = {
  deadLetterArn: string | null
  isVersionTold: boolean | null
  policies: PolicyFacts[] | null
  mappings: (MappingFacts & { uuid: string; lastResult: string | null })[] | null
  urls: { qualifier: string; url: string; authType: string | null }[] | null
  invokeConfigs: TriggersResponse['invokeConfigs'] | null
  listing: MetricListing
}

const SQL = `
  select case when v.version is null then f.dead_letter_arn else d.settings ->> 'deadLetterArn' end as "deadLetterArn",
         case when v.version is not null then d.settings is not null end as "isVersionTold",
         (select json_agg(json_build_object('qualifier', p.qualifier, 'document', p.document) order by p.qualifier)
            from function_policy p where p.function_id = f.id) as policies,
         (select json_agg(json_build_object('uuid', m.uuid, 'qualifier', m.qualifier, 'eventSourceArn', m.event_source_arn,
                   'state', m.state, 'lastResult', m.last_result, 'configuration', m.configuration) order by m.event_source_arn, m.uuid)
            from event_source_mapping m where m.function_id = f.id and m.gone_at is null) as mappings,
         (select json_agg(json_build_object('qualifier', u.qualifier, 'url', u.url, 'authType', u.auth_type)
                   order by u.qualifier) from function_url u where u.function_id = f.id) as urls,
         (select json_agg(json_build_object('qualifier', nullif(nullif(c.qualifier, ''), '$LATEST'), 'maximumRetries', c.maximum_retries,
                   'maximumEventAgeS', c.maximum_event_age_s, 'onSuccess', c.on_success, 'onFailure', c.on_failure)
                   order by c.qualifier) from event_invoke_config c where c.function_id = f.id) as "invokeConfigs",
         json_build_object(
           'isListed', exists (select from sync_state s where s.account_region_id = f.account_region_id
                                  and s.step = 'metric-list' and s.cursor ? 'listedAtMs'),
           'refused', (select a.iam_action from api_state a where a.account_region_id = f.account_region_id and a.state = 'denied'
                          and a.operation in ('ListMetrics', 'GetMetricData') order by a.operation limit 1)) as listing
    from lambda_function f
   cross join lateral (select nullif(coalesce((select a.version from function_alias a
                         where a.function_id = f.id and a.name = $2 and a.gone_at is null), $2), '$LATEST') as version) v
    left join function_version d on d.function_id = f.id and d.version = v.version
   where f.id = $1`
type Counts = { buckets: readonly MetricBuckets[]; window: Window; listing: MetricListing; nowMs: number }

const FUNNEL: Readonly<Record<keyof EventFunnel, string>> = {
  polled: 'PolledEventCount',
  filteredOut: 'FilteredOutEventCount',
  invoked: 'InvokedEventCount',
  failed: 'FailedInvokeEventCount',
  dropped: 'DroppedEventCount',
  sentOnFailure: 'OnFailureDestinationDeliveredEventCount',
  deleted: 'DeletedEventCount',
  pollingErrors: 'PollingErrorCount',
}
const SUMS = {
  received: 'AsyncEventsReceived',
  dropped: 'AsyncEventsDropped',
  destinationFailures: 'DestinationDeliveryFailures',
  deadLetterErrors: 'DeadLetterErrors',
  recursionDropped: 'RecursiveInvocationsDropped',
} as const
const OLDEST = 'AsyncEventAge'
const WANTED = [
  ...[...Object.values(FUNNEL), ...Object.values(SUMS)].map((metric) => `${metric} Sum`),
  `${OLDEST} Maximum`,
  'IteratorAge Maximum',
]
const UNTOLD = { state: 'not-read', iamAction: null } as const
const TOLERANCE_MS = 30 * 60_000

/**
 * What calls a function, what became of its events over the window, and where its results go; of a qualifier what names it.
 * Throws NOT_FOUND for an unknown qualifier.
 */
export async function getTriggers(
  db: Db,
  identity: FunctionIdentity,
  request: Pick<TriggersRequest, 'from' | 'to' | 'qualifier'>,
  nowMs: number,
): Promise<TriggersResponse> {
  const window = widenToMinutes(checkWindow(request))
  const { qualifier } = request
  const [[row], buckets, gaps] = await Promise.all([
    selectRows<Row>(db.pool, SQL, [identity.id, qualifier ?? null]),
    getMetricBuckets(db, {
      ...window,
      periodMs: window.toMs - window.fromMs,
      functionIds: [identity.id],
      wanted: WANTED,
      qualifiers: [''],
      withSubjects: true,
    }),
    getSettingGaps(db, identity.id),
    qualifier === undefined ? null : checkQualifier(db, identity, qualifier),
  ])
  if (row === undefined) throw new Error(`Function ${identity.id} vanished between two statements`)
  const isAsked = (one: { qualifier: string | null }) =>
    qualifier === undefined || one.qualifier === qualifierOf(qualifier)
  const invokeConfigs = (row.invokeConfigs ?? []).filter(isAsked)
  const settingGaps = row.isVersionTold === null ? gaps : { ...gaps, deadLetter: row.isVersionTold ? null : UNTOLD }
  const counts: Counts = { buckets, window, listing: row.listing, nowMs }
  return {
    ...window,
    policies: [
      ...findTriggers(row.policies ?? [], []),
      ...(row.urls ?? []).map(({ qualifier, url, authType }) => {
        return { source: 'Function URL', detail: url, qualifier: qualifierOf(qualifier), state: authType }
      }),
    ].filter(isAsked),
    mappings: (row.mappings ?? []).map((mapping) => describe(mapping, counts)).filter(isAsked),
    ...asyncOf(row, counts, settingGaps),
    refused: row.listing.refused,
    iteratorAgeMs: findSeries(buckets, '', 'IteratorAge')?.values.get(0) ?? null,
    invokeConfigs,
    deadLetterArn: row.deadLetterArn,
    settingGaps,
  }
}

function sumOf({ buckets, window, nowMs }: Counts, subject: string, metric: string): number | null {
  return totalOf(findSeries(buckets, subject, metric), { ...window, nowMs })
}

/** isPossible: false where the function has nothing that the metric could count. */
function gapOf(counts: Counts, subject: string, metric: string, value: number | null, isPossible = true) {
  const { buckets, window, listing, nowMs } = counts
  const series = findSeries(buckets, subject, metric)
  const isCovered = series !== undefined && isCountable(series.covered, window, nowMs, TOLERANCE_MS)
  const count = { value, isListed: series !== undefined, isCovered, isPossible }
  return explainCount(count, listing, window.fromMs, nowMs)
}

/** Of asynchronous events what is known, and why the rest is not. */
function asyncOf(
  { invokeConfigs, deadLetterArn }: Row,
  counts: Counts,
  settingGaps: TriggersResponse['settingGaps'],
): Pick<TriggersResponse, 'async' | 'asyncGaps'> {
  const hasDestination = (invokeConfigs ?? []).some(({ onSuccess, onFailure }) => (onSuccess ?? onFailure) !== null)
  const mayHaveDestination = hasDestination || settingGaps.invokeConfigs !== null
  const mayHaveDeadLetters = deadLetterArn !== null || settingGaps.deadLetter !== null
  const async = {
    received: sumOf(counts, '', SUMS.received),
    dropped: sumOf(counts, '', SUMS.dropped),
    destinationFailures: sumOf(counts, '', SUMS.destinationFailures),
    deadLetterErrors: sumOf(counts, '', SUMS.deadLetterErrors),
    recursionDropped: sumOf(counts, '', SUMS.recursionDropped),
    oldestMs: findSeries(counts.buckets, '', OLDEST)?.values.get(0) ?? null,
  }
  const gap = (key: keyof typeof SUMS, isPossible = true) => gapOf(counts, '', SUMS[key], async[key], isPossible)
  return {
    async,
    asyncGaps: {
      received: gap('received'),
      dropped: gap('dropped'),
      destinationFailures: gap('destinationFailures', mayHaveDestination),
      deadLetterErrors: gap('deadLetterErrors', mayHaveDeadLetters),
      recursionDropped: gap('recursionDropped'),
      oldestMs: gapOf(counts, '', OLDEST, async.oldestMs),
    },
  }
}

function describe(mapping: NonNullable<Row['mappings']>[number], counts: Counts): MappingDetail {
  const { uuid, configuration, eventSourceArn, lastResult } = mapping
  const [trigger] = findTriggers([], [mapping])
  const subject = `mapping/${uuid}`
  const sum = (metric: string) => sumOf(counts, subject, metric)
  const funnel = {
    polled: sum(FUNNEL.polled),
    filteredOut: sum(FUNNEL.filteredOut),
    invoked: sum(FUNNEL.invoked),
    failed: sum(FUNNEL.failed),
    dropped: sum(FUNNEL.dropped),
    sentOnFailure: sum(FUNNEL.sentOnFailure),
    deleted: sum(FUNNEL.deleted),
    pollingErrors: sum(FUNNEL.pollingErrors),
  }
  const gap = () => gapOf(counts, subject, FUNNEL.polled, funnel.polled) ?? 'not-read'
  const isKnown = Object.values(funnel).some((count) => count !== null)
  return {
    uuid,
    source: trigger?.source ?? 'Event source',
    sourceArn: eventSourceArn ?? trigger?.detail ?? null,
    qualifier: trigger?.qualifier ?? null,
    state: mapping.state,
    lastResult,
    facts: describeMapping(configuration),
    onFailure: onFailureOf(configuration),
    metrics: isKnown ? 'known' : publishesEventCounts(configuration) ? gap() : 'not-enabled',
    funnel,
  }
}

function findSeries(buckets: readonly MetricBuckets[], subject: string, metric: string): MetricBuckets | undefined {
  return buckets.find((series) => series.subject === subject && series.metric === metric)
}

function qualifierOf(stored: string): string | null {
  return stored === '' || stored === '$LATEST' ? null : stored
}
