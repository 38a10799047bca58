import type { IssueDetail } from '@/lib/contracts/issues'
import { linesWithUrl } from '@/lib/domain/console-links'
import { failureWords } from '@/lib/domain/issues/failure-words'

/** Logs Insights reads so many log groups at once. */
const MOST_GROUPS = 50

/** The log groups of the functions that fail with an issue, by account and region, over the window that the page shows. */
export default function IssueConsoleList({ issue }: { issue: IssueDetail }) {
  const { places, trend, periodMs } = issue
  const window = {
    fromMs: trend[0]?.[0] ?? issue.firstSeenMs,
    toMs: (trend.at(-1)?.[0] ?? issue.lastSeenMs) + periodMs,
  }
  const regions = new Map<string, { accountId: string; region: string; logGroups: Set<string> }>()
  for (const { accountId, region, logGroup } of places) {
    const key = `${accountId}/${region}`
    const own = regions.get(key) ?? { accountId, region, logGroups: new Set() }
    regions.set(key, { ...own, logGroups: own.logGroups.add(logGroup) })
  }
  return (
    <ul aria-label="Logs Insights" className="p-1">
      {[...regions].map(([key, { accountId, region, logGroups }]) => (
        <li key={key}>
          <a
            href={linesWithUrl({
              ...{ region, ...window, words: failureWords(issue) },
              logGroups: [...logGroups].slice(0, MOST_GROUPS),
            })}
            target="_blank"
            rel="noreferrer"
            className="block rounded-(--radius) px-2 py-1.5 hover:bg-hover"
          >
            Logs Insights · {region} <span className="text-muted">{accountId}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}
