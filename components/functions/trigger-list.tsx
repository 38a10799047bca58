import { Badge } from '@/components/ui/badge'
import { Panel } from '@/components/ui/panel'
import type { FunctionDetail } from '@/lib/contracts/function-detail'
import { shortArn } from '@/lib/domain/short-arn'

const KINDS = {
  'on-success': 'On success',
  'on-failure': 'On failure',
  'dead-letter-queue': 'Dead-letter queue',
}

/** What invokes the function, and where its results go. */
export function TriggerList({ detail }: { detail: FunctionDetail }) {
  return (
    <Panel title="Triggers and destinations">
      <ul className="flex flex-col gap-2 px-3 pb-3 text-sm">
        {detail.triggers.map((trigger) => (
          <li key={`${trigger.source}/${trigger.detail}/${trigger.qualifier}`} className="min-w-0">
            <p className="flex items-center gap-2">
              <span className="truncate">{trigger.source}</span>
              {trigger.qualifier !== null && <Badge>{trigger.qualifier}</Badge>}
              {trigger.state !== null && (
                <Badge tone={trigger.state === 'Enabled' ? 'ok' : 'neutral'}>{trigger.state}</Badge>
              )}
            </p>
            {trigger.detail !== null && (
              <p title={trigger.detail} className="truncate text-faint text-xs">
                {shortArn(trigger.detail)}
              </p>
            )}
          </li>
        ))}
        {detail.triggers.length === 0 && <li className="text-muted">No trigger is configured.</li>}
        {detail.destinations.map((destination) => (
          <li key={`${destination.kind}/${destination.arn}/${destination.qualifier}`} className="min-w-0 border-t pt-2">
            <p className="text-muted text-xs">{KINDS[destination.kind]}</p>
            <p title={destination.arn} className="truncate">
              {shortArn(destination.arn)}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
