import { Notice } from '@/components/ui/notice'
import type { LogQueryResult } from '@/lib/contracts/log-queries'
import { formatBytes, formatUsd } from '@/lib/domain/format'
import { oneLine, printableText } from '@/lib/domain/logs/printable-text'

/** Rows that Logs Insights gave, and what they cost. */
export function InsightsResult({ result }: { result: LogQueryResult }) {
  const { state, detail, logGroup, fields, rows, scannedBytes, usd } = result
  if (state === 'failed') {
    return (
      <Notice kind="error" title="Logs Insights gave no answer" live>
        {detail}
      </Notice>
    )
  }
  if (state !== 'complete') {
    return (
      <Notice
        kind="waiting"
        title={state === 'waiting' ? 'The query waits for the worker' : 'AWS runs the query'}
        live
      />
    )
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-2">
      <p role="status" className="text-muted text-xs">
        {rows.length.toLocaleString('en')} rows of {logGroup} · {formatBytes(scannedBytes)} scanned · {formatUsd(usd)}
      </p>
      <section
        aria-label="Rows of Logs Insights"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
        tabIndex={0}
        className="min-h-48 flex-1 overflow-auto rounded-(--radius) border bg-surface"
      >
        <table className="w-full text-xs">
          <thead>
            <tr className="text-left text-muted">
              {fields.map((field) => (
                <th key={field} scope="col" className="sticky top-0 h-8 bg-surface px-3 font-normal">
                  {field}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the rows of one answer never change their order
              <tr key={at} className="border-t border-t-grid hover:bg-hover">
                {row.map((value, column) => (
                  <td
                    key={fields[column]}
                    title={value === null ? undefined : printableText(value)}
                    className="h-7 max-w-[48rem] truncate px-3 font-mono"
                  >
                    {value === null ? <span className="text-faint">—</span> : oneLine(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}
