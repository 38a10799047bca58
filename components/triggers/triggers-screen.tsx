'use client'

import { useQuery } from '@tanstack/react-query'
import { AsyncPanel } from '@/components/triggers/async-panel'
import { CallersPanel } from '@/components/triggers/callers-panel'
import { GapLine } from '@/components/triggers/gap-line'
import { MappingPanel } from '@/components/triggers/mapping-panel'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { QueryError } from '@/components/ui/query-error'
import { classNames } from '@/lib/client/class-names'
import { type FunctionRef, functionPath } from '@/lib/client/function-ref'
import { rangeKey } from '@/lib/client/range-param'
import { triggersOptions } from '@/lib/client/triggers-options'
import { useRange, useRefetchInterval, useViewParams } from '@/lib/client/view-params'
import type { TriggersResponse } from '@/lib/contracts/triggers'
import { settingsUrl } from '@/lib/domain/console-links'
import { formatDuration } from '@/lib/domain/format'

type Props = { fn: FunctionRef; initial: { key: string; qualifier: string | null; triggers: TriggersResponse } }

/** Who calls the function, and where do its events get lost? */
export function TriggersScreen({ fn, initial }: Props) {
  const { range } = useRange()
  const qualifier = useViewParams().params.get('qualifier')
  const { accountId, region } = fn
  const refetchInterval = useRefetchInterval()
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...triggersOptions(fn, range, qualifier),
    initialData: initial.key === rangeKey(range) && initial.qualifier === qualifier ? initial.triggers : undefined,
    refetchInterval,
  })
  if (!data) return error && <QueryError error={error} onRetry={refetch} />
  return (
    <div className={classNames('flex flex-col gap-4', isPlaceholderData && 'stale')}>
      {qualifier !== null && (
        <p className="text-sm">
          What names <span className="font-medium">{qualifier}</span> itself; asynchronous events and iterator age are
          counted of the function as a whole.
        </p>
      )}
      {data.mappings.map((mapping) => (
        <MappingPanel
          key={mapping.uuid}
          mapping={mapping}
          refused={data.refused}
          inAws={settingsUrl({ region, name: fn.name, part: 'triggers' })}
        />
      ))}
      {data.settingGaps.mappings !== null && (
        <Panel title="Event source mappings">
          <div className="px-3 pb-3">
            <GapLine of="What polls queues, streams and brokers for this function" gap={data.settingGaps.mappings} />
          </div>
        </Panel>
      )}
      {data.iteratorAgeMs !== null && (
        <Notice kind={data.iteratorAgeMs > 60_000 ? 'warning' : 'info'} title="Iterator age" className="py-4">
          The last record of a batch was at most {formatDuration(data.iteratorAgeMs)} old when the function got it.
        </Notice>
      )}
      <CallersPanel fn={fn} policies={data.policies} settingGaps={data.settingGaps} />
      <AsyncPanel
        qualifier={qualifier}
        {...data}
        invocations={{ to: `${functionPath(fn)}/invocations`, params: { accountId, region } }}
      />
    </div>
  )
}
