import { snapStartWords } from '@/components/performance/snap-start-words'
import { FactRows } from '@/components/ui/fact-rows'
import { FigureTable } from '@/components/ui/figure-table'
import { Panel } from '@/components/ui/panel'
import type { ParamPatch } from '@/lib/client/view-params'
import type { ColdStartLedger } from '@/lib/contracts/performance'
import { formatCount, formatDuration, formatPercent, formatSignedUsd, formatUsd } from '@/lib/domain/format'

type Props = { ledger: ColdStartLedger; path: string; place: ParamPatch }

/** What cold starts took and cost, and what doing without them would. */
export function ColdStartPanel({ ledger, path, place }: Props) {
  const cold = { to: `${path}/invocations`, params: { ...place, start: 'cold' } }
  const { coldStarts, share, initMs, initMaxMs, usd, usdPerMonth, provisioned, snapStart } = ledger
  return (
    <Panel
      title="Cold-start ledger"
      help="Invocations whose report line has an Init or Restore Duration. Dollars: what was billed beyond Duration, by the invocations read one by one, and the memory that SnapStart restored where that is charged. Months have 30 days; list prices, first tier."
    >
      <FactRows
        rows={[
          ['Cold starts', formatCount(coldStarts), undefined, coldStarts === 0 ? undefined : cold],
          ['Share of invocations', formatPercent(share)],
          ['Time spent in init or restore', formatDuration(initMs)],
          ['Longest', formatDuration(initMaxMs), undefined, coldStarts === 0 ? undefined : cold],
          ['Billed for it', usd === null ? null : formatUsd(usd)],
          ['A month at this rate', usdPerMonth === null ? null : formatUsd(usdPerMonth)],
        ]}
      />
      <h3 className="border-t px-3 pt-2 pb-1 font-medium text-sm">Provisioned concurrency</h3>
      {provisioned === null ? (
        <p className="px-3 pb-3 text-muted text-sm">Not known: CloudWatch has no concurrency of this window.</p>
      ) : (
        <>
          <p className="px-3 pb-2 text-muted text-sm">
            Cheaper than on demand from {formatPercent(provisioned.breakEvenUtilisation)} utilisation on.{' '}
            {describeBreakEven(provisioned)}
          </p>
          <FigureTable
            label="Provisioned concurrency by size"
            minWidth={420}
            columns={[
              { label: 'Environments', number: true },
              { label: 'Utilisation', wideOnly: true, number: true },
              { label: 'Bill a month', number: true },
              { label: 'Cold starts spared a month', number: true },
            ]}
            rows={provisioned.plans.map((plan) => ({
              key: String(plan.environments),
              cells: [
                plan.environments === provisioned.standing
                  ? `${formatCount(plan.environments)} (stand now)`
                  : formatCount(plan.environments),
                formatPercent(plan.utilisation),
                formatSignedUsd(plan.usdPerMonth),
                formatCount(Math.round(plan.coldStartsAvoidedPerMonth)),
              ],
            }))}
          />
        </>
      )}
      <h3 className="border-t px-3 pt-2 pb-1 font-medium text-sm">SnapStart</h3>
      <p className="px-3 pb-3 text-muted text-sm">{snapStartWords(snapStart)}</p>
    </Panel>
  )
}

/** What is planned beside what stands already: what that spares is in no line, so that fewer are not planned. */
function describeBreakEven({ standing, breakEvenEnvironments }: NonNullable<ColdStartLedger['provisioned']>): string {
  const upTo = `At this load up to ${formatCount(breakEvenEnvironments)} pay for themselves.`
  if (standing === 0) {
    return breakEvenEnvironments === 0 ? 'At this load not even one environment pays for itself.' : upTo
  }
  const more = breakEvenEnvironments === standing ? 'At this load not one more pays for itself.' : upTo
  const stand = standing === 1 ? '1 stands' : `${formatCount(standing)} stand`
  return `${stand} already: what changes is told beside ${standing === 1 ? 'it' : 'them'}, of more and not of fewer. ${more}`
}
