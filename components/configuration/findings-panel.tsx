import { CircleCheck, TriangleAlert } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { Panel } from '@/components/ui/panel'
import type { Finding } from '@/lib/contracts/configuration'

/** What is or may be wrong with the set-up, each with what it rests on. */
export function FindingsPanel({ findings, settingsRead }: { findings: readonly Finding[]; settingsRead: boolean }) {
  return (
    <Panel
      title="Findings"
      help="From what AWS describes of $LATEST and from what all traffic of the function did in this window. The policies of the role are not read: what they allow is told from what arrives."
    >
      {findings.length === 0 && !settingsRead ? (
        <p className="px-3 pb-3 text-muted text-sm">Not known yet: the settings of the function are not all read.</p>
      ) : findings.length === 0 ? (
        <p className="flex items-center gap-2 px-3 pb-3 text-sm">
          <CircleCheck aria-hidden className="size-4 text-ok" /> Nothing is known to be wrong.
        </p>
      ) : (
        <ul aria-label="Findings" className="border-t">
          {findings.map(({ code, sure, title, evidence, fix }) => (
            <li key={`${code}/${evidence}`} className="flex gap-2.5 border-b border-b-grid px-3 py-2 last:border-b-0">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-error" />
              <div className="min-w-0 text-sm">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  {title} {sure === 'likely' && <Badge>likely</Badge>}
                </p>
                <p className="break-words text-muted">{evidence}</p>
                {fix !== null && <p className="break-words text-muted text-xs">{fix}</p>}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
