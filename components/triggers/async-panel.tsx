import { GapLine, gapWords } from '@/components/triggers/gap-line'
import { countOf, losesFailed } from '@/components/triggers/lost-events'
import { ResourceName } from '@/components/triggers/resource-name'
import { Badge } from '@/components/ui/badge'
import { FigureTable } from '@/components/ui/figure-table'
import { Panel } from '@/components/ui/panel'
import { Tile } from '@/components/ui/tile'
import { TileRow } from '@/components/ui/tile-row'
import type { ParamPatch } from '@/lib/client/view-params'
import type { CountGap, TriggersResponse } from '@/lib/contracts/triggers'
import { formatCount, formatDuration } from '@/lib/domain/format'

/** AWS's defaults where nothing is configured. */
const DEFAULT_RETRIES = 2
const DEFAULT_AGE_S = 21_600

/** qualifier: the one that is chosen, whose settings are shown alone. */
type Props = { invocations: { to: string; params: ParamPatch }; qualifier: string | null } & Pick<
  TriggersResponse,
  'async' | 'asyncGaps' | 'refused' | 'invokeConfigs' | 'deadLetterArn' | 'settingGaps'
>

type Tone = 'fault' | 'error' | undefined
type AsyncTile = {
  key: keyof TriggersResponse['async']
  label: string
  help: string
  tone(value: number): Tone
  /** Where CloudWatch lists none. */
  nothing: string
}

/* CloudWatch lists the metrics of two weeks. */
const NOTHING = 'none in two weeks'
const whenAny = (value: number): Tone => (value > 0 ? 'fault' : undefined)
const TILES: readonly AsyncTile[] = [
  {
    key: 'received',
    label: 'Received',
    help: 'AsyncEventsReceived: events that were queued.',
    tone: () => undefined,
    nothing: NOTHING,
  },
  {
    key: 'oldestMs',
    label: 'Oldest in the queue',
    help: 'The highest AsyncEventAge: how long an event waited until it was invoked. It grows with throttles and retries.',
    tone: (value) => (value > 60_000 ? 'error' : undefined),
    nothing: 'nothing waited',
  },
  {
    key: 'dropped',
    label: 'Dropped',
    help: 'AsyncEventsDropped: given up without a successful run: too old, or failed or throttled after all retries. They go to the on-failure destination or the dead-letter queue first, where one is set up.',
    tone: whenAny,
    nothing: NOTHING,
  },
  {
    key: 'destinationFailures',
    label: 'Destination failures',
    help: 'DestinationDeliveryFailures: results that did not reach their destination and are lost.',
    tone: whenAny,
    nothing: NOTHING,
  },
  {
    key: 'deadLetterErrors',
    label: 'Dead-letter errors',
    help: 'DeadLetterErrors: events that did not reach the dead-letter queue and are lost.',
    tone: whenAny,
    nothing: NOTHING,
  },
  {
    key: 'recursionDropped',
    label: 'Stopped loops',
    help: 'RecursiveInvocationsDropped: events that Lambda stopped because they went round in a loop.',
    tone: whenAny,
    nothing: NOTHING,
  },
]

/** The queue of asynchronous invocations: what came, how long it waited, what was lost, and where results go. */
export function AsyncPanel(props: Props) {
  const { invocations, async, asyncGaps, refused, settingGaps } = props
  return (
    <Panel
      title="Asynchronous invocation"
      help="Events that callers hand over without waiting: Lambda queues them, invokes the function, and retries. The counts are of the function as a whole, whichever qualifier is named."
    >
      <div className="px-3 pb-3">
        <TileRow label="Asynchronous events">
          {TILES.map(({ key, label, help, tone, nothing }) => {
            const gap = asyncGaps[key]
            const value = countOf(key, async[key], gap)
            return (
              <Tile
                key={key}
                label={label}
                value={key === 'oldestMs' ? formatDuration(value) : formatCount(value)}
                exact={exactOf(value, key === 'oldestMs' ? 'ms' : '')}
                help={help}
                tone={value === null ? undefined : tone(value)}
                link={key === 'received' && value ? invocations : undefined}
                note={gap === null ? undefined : whyOf(gap, { nothing, refused })}
              />
            )
          })}
        </TileRow>
      </div>
      {settingGaps.invokeConfigs !== null && (
        <div className="px-3 pb-3">
          <GapLine of="Retries, maximum age and destinations" gap={settingGaps.invokeConfigs} />
        </div>
      )}
      <InvokeConfigs {...props} />
      <p className="border-t px-3 py-2 text-muted text-xs">
        Cannot be seen from here: how many events wait in the queue, and what lies in a destination or a dead-letter
        queue. AWS tells the age of the oldest and counts what was lost.
      </p>
      <DeadLetterQueue {...props} />
    </Panel>
  )
}

const UNSET = { qualifier: null, maximumRetries: null, maximumEventAgeS: null, onSuccess: null, onFailure: null }

function InvokeConfigs({ invokeConfigs, settingGaps, qualifier: chosen }: Props) {
  if (invokeConfigs.length === 0 && settingGaps.invokeConfigs !== null) return null
  const configs = invokeConfigs.length > 0 ? invokeConfigs : [UNSET]
  return (
    <FigureTable
      label="Retries and destinations"
      minWidth={560}
      columns={[
        { label: 'Of', width: 110 },
        { label: 'Retries', number: true, width: 80 },
        { label: 'Maximum age', wideOnly: true, number: true, width: 110 },
        { label: 'On success' },
        { label: 'On failure' },
      ]}
      rows={configs.map(({ qualifier, maximumRetries, maximumEventAgeS, onSuccess, onFailure }) => ({
        key: qualifier ?? '',
        cells: [
          qualifier ?? chosen ?? 'the function',
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
  )
}

function DeadLetterQueue(props: Props) {
  const { deadLetterArn, settingGaps } = props
  return (
    <p className="flex flex-wrap items-center gap-2 border-t px-3 py-2 text-sm">
      <span className="text-muted">Dead-letter queue</span>
      {deadLetterArn !== null ? (
        <ResourceName arn={deadLetterArn} />
      ) : settingGaps.deadLetter !== null ? (
        `— ${gapWords(settingGaps.deadLetter)}`
      ) : (
        <span>
          none{' '}
          {props.qualifier === null && losesFailed(props) && (
            <Badge tone="error">nothing keeps events that fail for good</Badge>
          )}
        </span>
      )}
    </p>
  )
}

function whyOf(gap: CountGap, { nothing, refused }: { nothing: string; refused: string | null }): string {
  switch (gap) {
    case 'nothing':
      return nothing
    case 'not-set-up':
      return 'none is set up'
    case 'refused':
      return `needs ${refused ?? 'CloudWatch'}`
    case 'not-read':
      return 'not read yet'
    case 'too-old':
      return 'older than two weeks'
  }
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
  return <ResourceName arn={arn} />
}

function exactOf(value: number | null, unit = ''): string | undefined {
  return value === null ? undefined : `${value} ${unit}`.trim()
}
