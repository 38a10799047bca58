import { AppLink } from '@/components/ui/app-link'
import { FigureLink } from '@/components/ui/figure-link'
import { FigureTable } from '@/components/ui/figure-table'
import { Panel } from '@/components/ui/panel'
import { functionPath } from '@/lib/client/function-ref'
import type { Place } from '@/lib/client/place'
import type { LedgerFunction } from '@/lib/contracts/ledger'
import { formatCount, formatPercent } from '@/lib/domain/format'

/** Functions that hold concurrency whether they use it or not. */
export function HoldingsPanel({ functions, place }: { functions: readonly LedgerFunction[]; place: Place }) {
  return (
    <Panel
      title="Reserved and provisioned"
      help="What functions hold now, and the most that each ran at once in the window. A reservation that is hardly used is taken from all others."
    >
      {functions.length === 0 ? (
        <p className="px-3 pb-3 text-muted text-sm">No function holds any: all share the whole limit.</p>
      ) : (
        <FigureTable
          label="Reserved and provisioned"
          className="max-h-80"
          minWidth={520}
          columns={[
            { label: 'Function' },
            { label: 'Reserved', number: true },
            { label: 'Provisioned', number: true },
            { label: 'Most at once', number: true },
            { label: 'Of its reservation', number: true },
            { label: 'Throttles', number: true },
          ]}
          rows={functions.map((one) => ({
            key: one.functionName,
            cells: [
              <AppLink
                key="function"
                to={`${functionPath({ name: one.functionName })}/concurrency`}
                params={place}
                className="font-medium text-accent hover:underline"
              >
                {one.functionName}
              </AppLink>,
              one.reserved === null ? '—' : formatCount(one.reserved),
              one.provisioned === null ? '—' : formatCount(one.provisioned),
              <FigureLink
                key="peak"
                to={`${functionPath({ name: one.functionName })}/concurrency`}
                params={place}
                value={one.peak}
              >
                {formatCount(one.peak)}
              </FigureLink>,
              formatPercent(one.peak === null || !one.reserved ? null : one.peak / one.reserved),
              <FigureLink
                key="throttles"
                to={`${functionPath({ name: one.functionName })}/concurrency`}
                params={place}
                value={one.throttles}
              >
                {formatCount(one.throttles)}
              </FigureLink>,
            ],
          }))}
        />
      )}
    </Panel>
  )
}
