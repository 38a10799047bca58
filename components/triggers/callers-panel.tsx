import { GapLine } from '@/components/triggers/gap-line'
import { AppLink } from '@/components/ui/app-link'
import { Badge } from '@/components/ui/badge'
import { FigureTable } from '@/components/ui/figure-table'
import { Panel } from '@/components/ui/panel'
import type { FunctionRef } from '@/lib/client/function-ref'
import { oneFunction } from '@/lib/client/one-function'
import type { TriggersResponse } from '@/lib/contracts/triggers'
import { shortArn } from '@/lib/domain/short-arn'

type Props = { fn: FunctionRef } & Pick<TriggersResponse, 'policies' | 'settingGaps'>

/** Who a resource policy or a URL lets call the function, and what cannot be seen from here. */
export function CallersPanel({ fn, policies, settingGaps }: Props) {
  const isKnown = settingGaps.policies === null && settingGaps.urls === null
  return (
    <Panel
      title="Allowed to invoke"
      help="Whom the resource policies of the function, its versions and its aliases name, and function URLs. That they may does not say that they do."
    >
      {isKnown || (
        <div className="px-3 pb-3">
          <GapLine of="Callers that resource policies name" gap={settingGaps.policies} />
          <GapLine of="Function URLs" gap={settingGaps.urls} />
        </div>
      )}
      {policies.length === 0 ? (
        isKnown && (
          <p className="px-3 pb-3 text-muted text-sm">
            No resource policy names a caller, and there is no function URL.
          </p>
        )
      ) : (
        <FigureTable
          label="Allowed to invoke"
          minWidth={340}
          columns={[
            { label: 'Source', width: 116 },
            { label: 'What of it', wraps: true },
            { label: 'Through', width: 96 },
          ]}
          rows={policies.map(({ source, detail, qualifier, state }) => ({
            key: `${source}/${detail}/${qualifier}`,
            cells: [
              source,
              <span key="detail" title={detail ?? undefined} className="break-all text-muted">
                {detail === null ? 'any' : shortArn(detail)} {state !== null && <Badge>{state}</Badge>}
              </span>,
              qualifier ?? <span className="text-faint">the function</span>,
            ],
          }))}
        />
      )}
      <p className="border-t px-3 py-2 text-muted text-xs">
        Cannot be seen from here: callers with a role of their own, such as Step Functions, EventBridge Scheduler, Pipes
        and other functions. Where they are traced,{' '}
        <AppLink to="/traces" params={oneFunction(fn)} className="text-accent underline">
          the traces of this function
        </AppLink>{' '}
        name them.
      </p>
    </Panel>
  )
}
