import { Badge } from '@/components/ui/badge'
import { FigureTable } from '@/components/ui/figure-table'
import { Panel } from '@/components/ui/panel'
import { Tile } from '@/components/ui/tile'
import { TileRow } from '@/components/ui/tile-row'
import type { TriggersResponse } from '@/lib/contracts/triggers'
import { formatCount, formatDuration } from '@/lib/domain/format'
import { shortArn } from '@/lib/domain/short-arn'

/** AWS's defaults where nothing is configured. */
const DEFAULT_RETRIES = 2
const DEFAULT_AGE_S = 21_600

type Props = Pick<TriggersResponse, 'async' | 'invokeConfigs' | 'deadLetterArn'>

/** The queue of asynchronous invocations: what came, how long it waited, what was lost, and where results go. */
export function AsyncPanel({ async, invokeConfigs, deadLetterArn }: Props) {
  const configs =
    invokeConfigs.length > 0
      ? invokeConfigs
      : [{ qualifier: null, maximumRetries: null, maximumEventAgeS: null, onSuccess: null, onFailure: null }]
  return (
    <Panel
      title="Asynchronous invocation"
      help="Events that callers hand over without waiting: Lambda queues them, invokes the function, and retries."
    >
      <div className="px-3 pb-3">
        <TileRow label="Asynchronous events">
          <Tile
            label="Received"
            value={formatCount(async.received)}
            exact={exactOf(async.received)}
            help="AsyncEventsReceived: events that were queued."
          />
          <Tile
            label="Oldest in the queue"
            value={formatDuration(async.oldestMs)}
            exact={exactOf(async.oldestMs, 'ms')}
            help="The highest AsyncEventAge: how long an event waited until it was invoked. It grows with throttles and retries."
            tone={(async.oldestMs ?? 0) > 60_000 ? 'error' : undefined}
          />
          <Tile
            label="Dropped"
            value={formatCount(async.dropped)}
            exact={exactOf(async.dropped)}
            help="AsyncEventsDropped: given up without a run, because they were too old, retried too often, or the function was throttled."
            tone={async.dropped ? 'fault' : undefined}
          />
          <Tile
            label="Destination failures"
            value={formatCount(async.destinationFailures)}
            exact={exactOf(async.destinationFailures)}
            help="DestinationDeliveryFailures: results that did not reach their destination and are lost."
            tone={async.destinationFailures ? 'fault' : undefined}
          />
          <Tile
            label="Dead-letter errors"
            value={formatCount(async.deadLetterErrors)}
            exact={exactOf(async.deadLetterErrors)}
            help="DeadLetterErrors: events that did not reach the dead-letter queue and are lost."
            tone={async.deadLetterErrors ? 'fault' : undefined}
          />
          <Tile
            label="Stopped loops"
            value={formatCount(async.recursionDropped)}
            exact={exactOf(async.recursionDropped)}
            help="RecursiveInvocationsDropped: events that Lambda stopped because they went round in a loop."
            tone={async.recursionDropped ? 'fault' : undefined}
          />
        </TileRow>
      </div>
      <FigureTable
        label="Retries and destinations"
        minWidth={560}
        columns={[
          { label: 'Of', width: 110 },
          { label: 'Retries', number: true, width: 80 },
          { label: 'Maximum age', number: true, width: 110 },
          { label: 'On success' },
          { label: 'On failure' },
        ]}
        rows={configs.map(({ qualifier, maximumRetries, maximumEventAgeS, onSuccess, onFailure }) => ({
          key: qualifier ?? '',
          cells: [
            qualifier ?? 'the function',
            maximumRetries ?? <Default key="retries" text={String(DEFAULT_RETRIES)} />,
            maximumEventAgeS === null ? (
              <Default key="age" text={formatDuration(DEFAULT_AGE_S * 1000)} />
            ) : (
              formatDuration(maximumEventAgeS * 1000)
            ),
            <Target key="success" arn={onSuccess} />,
            <Target key="failure" arn={onFailure} />,
          ],
        }))}
      />
      <p className="flex flex-wrap items-center gap-2 border-t px-3 py-2 text-sm">
        <span className="text-muted">Dead-letter queue</span>
        {deadLetterArn === null ? (
          <span>
            none{' '}
            {configs.every(({ onFailure }) => onFailure === null) && (
              <Badge tone="error">nothing keeps events that fail for good</Badge>
            )}
          </span>
        ) : (
          <span title={deadLetterArn} className="break-all">
            {shortArn(deadLetterArn)}
          </span>
        )}
      </p>
    </Panel>
  )
}

function Default({ text }: { text: string }) {
  return (
    <span title="AWS's default: nothing is configured" className="text-faint">
      {text}
    </span>
  )
}

function Target({ arn }: { arn: string | null }) {
  if (arn === null) return <span className="text-faint">none</span>
  return (
    <span title={arn} className="break-all">
      {shortArn(arn)}
    </span>
  )
}

function exactOf(value: number | null, unit = ''): string | undefined {
  return value === null ? undefined : `${value} ${unit}`.trim()
}
