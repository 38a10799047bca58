import { setTimeout as sleep } from 'node:timers/promises'
import { ListRetrievedTracesCommand, StartTraceRetrievalCommand } from '@aws-sdk/client-xray'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import type { TraceDocuments } from '@/lib/sync/aws/batch-get-traces'
import { callAws } from '@/lib/sync/aws/call-aws'
import { isPage, recordsOf, textOf } from '@/lib/sync/aws/parse-values'
import { readPages } from '@/lib/sync/aws/read-pages'
import type { TimeRange } from '@/lib/sync/time-ranges'

export const MOST_RETRIEVED = 100
const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 2_000
const GOING_ON = new Set(['SCHEDULED', 'RUNNING'])

/**
 * The documents of at most a hundred traces that went to CloudWatch Logs, whether X-Ray indexed them or not, in the form
 * of segments. window: when they happened. One that is not among them does not exist (any more). Throws AwsFailure.
 * Follows API_StartTraceRetrieval and API_ListRetrievedTraces.
 */
export async function retrieveTraces(
  aws: AwsAccess,
  ids: readonly string[],
  window: TimeRange,
): Promise<TraceDocuments[]> {
  if (ids.length > MOST_RETRIEVED) throw new RangeError(`StartTraceRetrieval takes ${MOST_RETRIEVED} ids at most`)
  const times = { StartTime: new Date(window.fromMs), EndTime: new Date(window.toMs) }
  const { RetrievalToken } = await callAws(aws, {
    service: 'xray',
    operation: 'StartTraceRetrieval',
    send: (options) => aws.clients.xray.send(new StartTraceRetrievalCommand({ TraceIds: [...ids], ...times }), options),
    isWhole: (answer) => textOf(answer.RetrievalToken) !== null,
  })
  const token = textOf(RetrievalToken) ?? ''
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
    await sleep(waitMs, undefined, { signal: aws.signal })
    const { status, traces } = await listRetrieved(aws, token)
    if (status === 'COMPLETE') return traces
    if (!GOING_ON.has(status)) {
      const call = { service: 'xray', operation: 'ListRetrievedTraces', iamAction: 'xray:ListRetrievedTraces' }
      throw new AwsFailure('other', `The retrieval ended as ${status}.`, call)
    }
  }
}

async function listRetrieved(aws: AwsAccess, RetrievalToken: string) {
  const traces = new Map<string, TraceDocuments>()
  let status = 'UNKNOWN'
  const pages = readPages(
    { service: 'xray', operation: 'ListRetrievedTraces' },
    (NextToken) =>
      callAws(aws, {
        service: 'xray',
        operation: 'ListRetrievedTraces',
        send: (options) =>
          aws.clients.xray.send(
            new ListRetrievedTracesCommand({ RetrievalToken, TraceFormat: 'XRAY', NextToken }),
            options,
          ),
        isWhole: (answer) => isPage(answer.Traces, answer.NextToken) && textOf(answer.RetrievalStatus) !== null,
      }),
    (page) => page.NextToken,
    () => traces.clear(),
  )
  for await (const { page } of pages) {
    status = textOf(page.RetrievalStatus) ?? status
    for (const item of recordsOf(page.Traces)) addTrace(traces, item)
  }
  return { status, traces: [...traces.values()] }
}

/** A trace may go on with the next page. */
function addTrace(traces: Map<string, TraceDocuments>, item: Readonly<Record<string, unknown>>): void {
  const id = textOf(item.Id)
  if (id === null) return
  const trace = traces.get(id) ?? { id, limitExceeded: false, segments: [] }
  traces.set(id, trace)
  for (const span of recordsOf(item.Spans)) {
    const spanId = textOf(span.Id)
    const document = textOf(span.Document)
    if (spanId !== null && document !== null) trace.segments.push({ id: spanId, document })
  }
}
