import { EventFunnel } from '@/components/triggers/event-funnel'
import { describeOnFailure } from '@/components/triggers/lost-events'
import { ResourceName } from '@/components/triggers/resource-name'
import { Badge } from '@/components/ui/badge'
import { ConsoleLink } from '@/components/ui/console-link'
import { CopyButton } from '@/components/ui/copy-button'
import { type FactRow, FactRows } from '@/components/ui/fact-rows'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import type { MappingDetail } from '@/lib/contracts/triggers'
import { shortArn } from '@/lib/domain/short-arn'

/** inAws: where AWS's console shows the mapping. */
type Props = { mapping: MappingDetail; refused: string | null; inAws: string }

/** One event source mapping: its state, how it reads, and what became of its events. */
export function MappingPanel({ mapping, refused, inAws }: Props) {
  const { uuid, source, sourceArn, qualifier, state, lastResult, facts, onFailure, metrics, funnel } = mapping
  const rows: FactRow[] = [
    ['Last result', lastResult, 'AWS tells none'],
    ...facts.map(({ name, value }): FactRow => [name, value]),
    ['On failure', describeOnFailure({ source, onFailure })],
    ['UUID', uuid],
  ]
  return (
    <Panel
      title={
        <>
          {source}
          {qualifier !== null && <Badge>{qualifier}</Badge>}
          {state !== null && <Badge tone={state === 'Enabled' ? 'ok' : 'error'}>{state}</Badge>}
        </>
      }
      actions={
        <>
          {sourceArn !== null && <CopyButton text={sourceArn} label="Copy the ARN of the source" />}
          <ConsoleLink to={inAws} of={`the mapping of ${shortArn(sourceArn ?? source)}`} />
        </>
      }
    >
      {sourceArn !== null && (
        <p title={sourceArn} className="flex min-w-0 items-center px-3 pb-2 text-muted text-xs">
          <ResourceName arn={sourceArn} />
        </p>
      )}
      <div className="grid grid-cols-1 gap-4 border-t pt-3 md:grid-cols-2">
        <div className="min-w-0 px-3 pb-3">
          {metrics === 'known' ? (
            <EventFunnel counts={funnel} />
          ) : (
            <NoCounts state={metrics} uuid={uuid} refused={refused} />
          )}
        </div>
        <FactRows rows={rows} />
      </div>
    </Panel>
  )
}

type NoCountsProps = { state: Exclude<MappingDetail['metrics'], 'known'>; uuid: string; refused: string | null }

function NoCounts({ state, uuid, refused }: NoCountsProps) {
  if (state === 'not-enabled') {
    return (
      <Notice kind="info" title="Metrics not enabled" className="py-4">
        This mapping does not publish counts of its events; CloudWatch charges for them as for custom metrics. Turn them
        on with
        <code className="wrap-anywhere mt-1 block font-mono text-xs">
          aws lambda update-event-source-mapping --uuid {uuid} --metrics-config Metrics=EventCount
        </code>
      </Notice>
    )
  }
  if (state === 'refused') {
    return (
      <Notice kind="denied" title="The events cannot be counted" className="py-4">
        Allow <code className="break-all font-mono text-xs">{refused}</code> to the role that Lambdascope uses.
      </Notice>
    )
  }
  if (state === 'nothing') {
    return (
      <Notice kind="empty" title="Nothing came from this source" className="py-4">
        CloudWatch has no count of its events in two weeks.
      </Notice>
    )
  }
  return (
    <Notice kind="waiting" title="The events are not counted" className="py-4">
      {state === 'too-old'
        ? 'CloudWatch names metrics of two weeks only, and this window is older.'
        : 'CloudWatch’s counts of this window are not read yet.'}
    </Notice>
  )
}
