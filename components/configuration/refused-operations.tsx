import { LockKeyhole } from 'lucide-react'
import { CopyButton } from '@/components/ui/copy-button'
import { Panel } from '@/components/ui/panel'
import type { Refusal } from '@/lib/contracts/configuration'

/** What AWS did not answer of the configuration, and what to allow. Nothing where all was answered. */
export function RefusedOperations({ refusals }: { refusals: readonly Refusal[] }) {
  if (refusals.length === 0) return null
  return (
    <Panel title="Not answered by AWS" help="What is shown of these is as old as their last answer, or not known.">
      <ul aria-label="Not answered by AWS" className="border-t">
        {refusals.map(({ operation, state, detail, iamAction }) => (
          <li key={operation} className="flex gap-2.5 border-b border-b-grid px-3 py-2 last:border-b-0">
            <LockKeyhole aria-hidden className="mt-0.5 size-4 shrink-0 text-error" />
            <div className="min-w-0 text-sm">
              <p className="font-medium">
                {operation}: {state}
              </p>
              {detail !== null && <p className="break-words text-muted">{detail}</p>}
              {state === 'denied' && iamAction !== null && (
                <p className="flex items-center gap-1 text-muted text-xs">
                  Allow <code className="break-all font-mono">{iamAction}</code> to the role that Lambdascope uses.
                  <CopyButton text={iamAction} label={`Copy ${iamAction}`} />
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
