import type { EventFunnel, MappingDetail, TriggersRequest, TriggersResponse } from '@/lib/contracts/triggers'
import { widenToMinutes } from '@/lib/domain/covered-window'
import { describeMapping, onFailureOf, publishesEventCounts } from '@/lib/domain/triggers/describe-mapping'
import { type Db, selectRows } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { findTriggers, type MappingFacts, type PolicyFacts } from '@/lib/server/queries/find-triggers'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getMetricBuckets, type MetricBuckets } from '@/lib/server/queries/get-metric-buckets'
import { totalOf } from '@/lib/server/queries/read-function-figures'

type Row = {
  deadLetterArn: string | null
  policies: PolicyFacts[] | null
  mappings: (MappingFacts & { uuid: string; lastResult: string | null })[] | null
  urls: { qualifier: string; url: string; authType: string | null }[] | null
  invokeConfigs: TriggersResponse['invokeConfigs'] | null
}

const SQL = `
  select f.dead_letter_arn as "deadLetterArn",
         (select json_agg(json_build_object('qualifier', p.qualifier, 'document', p.document) order by p.qualifier)
            from function_policy p where p.function_id = f.id) as policies,
         (select json_agg(json_build_object('uuid', m.uuid, 'qualifier', m.qualifier, 'eventSourceArn', m.event_source_arn,
                   'state', m.state, 'lastResult', m.last_result, 'configuration', m.configuration) order by m.event_source_arn, m.uuid)
            from event_source_mapping m where m.function_id = f.id and m.gone_at is null) as mappings,
         (select json_agg(json_build_object('qualifier', u.qualifier, 'url', u.url, 'authType', u.auth_type)
                   order by u.qualifier) from function_url u where u.function_id = f.id) as urls,
         (select json_agg(json_build_object('qualifier', nullif(nullif(c.qualifier, ''), '$LATEST'), 'maximumRetries', c.maximum_retries,
                   'maximumEventAgeS', c.maximum_event_age_s, 'onSuccess', c.on_success, 'onFailure', c.on_failure)
                   order by c.qualifier) from event_invoke_config c where c.function_id = f.id) as "invokeConfigs"
    from lambda_function f where f.id = $1`
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
const WANTED = [
  ...[...Object.values(FUNNEL), ...Object.values(SUMS)].map((metric) => `${metric} Sum`),
  'AsyncEventAge Maximum',
  'IteratorAge Maximum',
]

/** What calls a function, what became of its events over the window, and where its results go. */
export async function getTriggers(
  db: Db,
  identity: FunctionIdentity,
  request: Pick<TriggersRequest, 'from' | 'to'>,
  nowMs: number,
): Promise<TriggersResponse> {
  const window = widenToMinutes(checkWindow(request))
  const [[row], buckets] = await Promise.all([
    selectRows<Row>(db.pool, SQL, [identity.id]),
    getMetricBuckets(db, {
      ...window,
      periodMs: window.toMs - window.fromMs,
      functionIds: [identity.id],
      wanted: WANTED,
      qualifiers: [''],
      withSubjects: true,
    }),
  ])
  if (row === undefined) throw new Error(`Function ${identity.id} vanished between two statements`)
  const sumOf = (subject: string, metric: string) => totalOf(findSeries(buckets, subject, metric), { ...window, nowMs })
  const highestOf = (metric: string) => findSeries(buckets, '', metric)?.values.get(0) ?? null
  const mappings = row.mappings ?? []
  return {
    ...window,
    policies: [
      ...findTriggers(row.policies ?? [], []),
      ...(row.urls ?? []).map(({ qualifier, url, authType }) => {
        return { source: 'Function URL', detail: url, qualifier: qualifierOf(qualifier), state: authType }
      }),
    ],
    mappings: mappings.map((mapping) => describe(mapping, (metric) => sumOf(`mapping/${mapping.uuid}`, metric))),
    async: {
      received: sumOf('', SUMS.received),
      dropped: sumOf('', SUMS.dropped),
      destinationFailures: sumOf('', SUMS.destinationFailures),
      deadLetterErrors: sumOf('', SUMS.deadLetterErrors),
      recursionDropped: sumOf('', SUMS.recursionDropped),
      oldestMs: highestOf('AsyncEventAge'),
    },
    iteratorAgeMs: highestOf('IteratorAge'),
    invokeConfigs: row.invokeConfigs ?? [],
    deadLetterArn: row.deadLetterArn,
  }
}

function describe(
  mapping: NonNullable<Row['mappings']>[number],
  sumOf: (metric: string) => number | null,
): MappingDetail {
  const { uuid, configuration, eventSourceArn, lastResult } = mapping
  const [trigger] = findTriggers([], [mapping])
  const funnel = {
    polled: sumOf(FUNNEL.polled),
    filteredOut: sumOf(FUNNEL.filteredOut),
    invoked: sumOf(FUNNEL.invoked),
    failed: sumOf(FUNNEL.failed),
    dropped: sumOf(FUNNEL.dropped),
    sentOnFailure: sumOf(FUNNEL.sentOnFailure),
    deleted: sumOf(FUNNEL.deleted),
    pollingErrors: sumOf(FUNNEL.pollingErrors),
  }
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
    metrics: isKnown ? 'known' : publishesEventCounts(configuration) ? 'not-known' : 'not-enabled',
    funnel,
  }
}

function findSeries(buckets: readonly MetricBuckets[], subject: string, metric: string): MetricBuckets | undefined {
  return buckets.find((series) => series.subject === subject && series.metric === metric)
}

function qualifierOf(stored: string): string | null {
  return stored === '' || stored === '$LATEST' ? null : stored
}
