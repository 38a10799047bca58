import { EventFunnel } from '@/components/triggers/event-funnel'
import { Badge } from '@/components/ui/badge'
import { CopyButton } from '@/components/ui/copy-button'
import { FactRows } from '@/components/ui/fact-rows'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import type { MappingDetail } from '@/lib/contracts/triggers'
import { shortArn } from '@/lib/domain/short-arn'

/** One event source mapping: its state, how it reads, and what became of its events. */
export function MappingPanel({ mapping }: { mapping: MappingDetail }) {
  const { uuid, source, sourceArn, qualifier, state, lastResult, facts, onFailure, metrics, funnel } = mapping
  const rows: [string, string | null][] = [
    ['Last result', lastResult],
    ...facts.map(({ name, value }): [string, string] => [name, value]),
    ['On failure', onFailure === null ? 'nothing is kept' : shortArn(onFailure)],
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
      actions={sourceArn !== null && <CopyButton text={sourceArn} label="Copy the ARN of the source" />}
    >
      {sourceArn !== null && (
        <p title={sourceArn} className="truncate px-3 pb-2 text-muted text-xs">
          {shortArn(sourceArn)}
        </p>
      )}
      <div className="grid grid-cols-1 gap-4 border-t pt-3 md:grid-cols-2">
        <div className="min-w-0 px-3 pb-3">
          {metrics === 'known' ? <EventFunnel counts={funnel} /> : <NoCounts state={metrics} />}
        </div>
        <FactRows rows={rows} />
      </div>
    </Panel>
  )
}

function NoCounts({ state }: { state: 'not-enabled' | 'not-known' }) {
  if (state === 'not-known') {
    return (
      <Notice kind="waiting" title="The events are not counted yet" className="py-4">
        CloudWatch has not answered for this window, or nothing came from this source in two weeks.
      </Notice>
    )
  }
  return (
    <Notice kind="info" title="Metrics not enabled" className="py-4">
      This mapping does not publish counts of its events. Turn them on with{' '}
      <code className="break-all font-mono text-xs">
        aws lambda update-event-source-mapping --metrics-config Metrics=EventCount
      </code>
      ; CloudWatch charges for them as for custom metrics.
    </Notice>
  )
}
