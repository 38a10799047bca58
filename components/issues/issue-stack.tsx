'use client'

import { AppLink } from '@/components/ui/app-link'
import { CopyButton } from '@/components/ui/copy-button'
import { Panel } from '@/components/ui/panel'
import type { IssueDetail } from '@/lib/contracts/issues'

/** What the runtime printed of the newest sample. */
export function IssueStack({ issue: { stack, example } }: { issue: IssueDetail }) {
  const text = stack?.text ?? example
  if (text === null) return null
  return (
    <Panel
      title={stack === null ? 'Message' : 'Stack'}
      help={
        stack === null
          ? 'Of one occurrence. Its log lines are not stored any more, or hold no stack.'
          : 'As the runtime printed it in the newest sample.'
      }
      actions={
        <>
          {stack !== null && (
            <AppLink to={`/invocations/${stack.invocationId}`} className="text-accent text-xs hover:underline">
              Its invocation
            </AppLink>
          )}
          <CopyButton text={text} label="Copy" />
        </>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard */}
      <section tabIndex={0} aria-label="Stack" className="max-h-80 overflow-auto px-3 pb-3">
        <pre className="font-mono text-xs leading-5">{text}</pre>
      </section>
    </Panel>
  )
}
