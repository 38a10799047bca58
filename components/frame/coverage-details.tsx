import type { sourcesInScope } from '@/components/frame/judge-coverage'
import { AppLink } from '@/components/ui/app-link'
import { Badge } from '@/components/ui/badge'
import { LinkedWords } from '@/components/ui/linked-words'
import type { PageCoverage } from '@/lib/client/page-coverage'
import { sourceTone } from '@/lib/client/source-tone'
import { formatDuration, formatPercent } from '@/lib/domain/format'

type Props = { sources: ReturnType<typeof sourcesInScope>; page: PageCoverage | null }

/** The chip's explanation: freshness of each source, then what the page lacks, why, and the fix. */
export default function CoverageDetails({ sources, page }: Props) {
  return (
    <div className="flex flex-col divide-y">
      {page && <PagePart page={page} />}
      <section className="p-3">
        <h3 className="mb-1.5 font-medium text-sm">How fresh each source is</h3>
        {sources.length === 0 && <p className="text-muted text-xs">Nothing has been pulled yet.</p>}
        <table className="w-full text-xs">
          <tbody>
            {sources.map((source) => (
              <tr key={`${source.kind}/${source.accountId}/${source.region}`} title={source.detail ?? undefined}>
                <th scope="row" className="py-0.5 text-left font-normal capitalize">
                  {source.kind}
                </th>
                {source.accountName !== null && (
                  <td title={source.accountId} className="max-w-32 truncate text-muted">
                    {source.accountName}
                  </td>
                )}
                <td className="text-muted">{source.region}</td>
                <td>
                  <Badge tone={sourceTone(source.state)}>{source.state}</Badge>
                </td>
                <td className="figures text-right text-muted">
                  {source.lagMs === null ? '—' : formatDuration(Math.round(source.lagMs / 1000) * 1000)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="p-3 text-xs">
        <AppLink to="/sync" className="font-medium text-accent hover:underline">
          What was pulled, how far back, and what failed
        </AppLink>
      </p>
    </div>
  )
}

function PagePart({ page }: { page: PageCoverage }) {
  const { coverage, subject, part } = page
  return (
    <section className="p-3">
      <h3 className="mb-1.5 font-medium text-sm">{subject}</h3>
      <dl className="grid grid-cols-[1fr_auto] gap-y-0.5 text-xs">
        <dt className="text-muted">
          Invocations seen in logs ÷ Invocations metric
          {part !== null && `, of ${part} functions whose lines are all read`}
        </dt>
        <dd className="figures text-right">{formatPercent(coverage.logs)}</dd>
        <dt className="text-muted">Traces ÷ Invocations metric</dt>
        <dd className="figures text-right">{formatPercent(coverage.traces)}</dd>
      </dl>
      <ul className="mt-2 flex flex-col gap-2">
        {coverage.reasons.map((reason) => (
          <li key={`${reason.source}/${reason.code}`} className="text-xs">
            <p>{reason.message}</p>
            {reason.fix !== null && (
              <p className="mt-0.5 text-muted">
                <LinkedWords text={reason.fix} />
              </p>
            )}
          </li>
        ))}
      </ul>
      {coverage.reasons.length === 0 && <p className="mt-2 text-muted text-xs">Nothing is missing from this window.</p>}
    </section>
  )
}
