import { ConcurrencyCell, FunctionNameCell } from '@/components/concurrency/function-cells'
import { AppLink } from '@/components/ui/app-link'
import { FigureTable } from '@/components/ui/figure-table'
import { LinkedWords } from '@/components/ui/linked-words'
import { Panel } from '@/components/ui/panel'
import { functionPath } from '@/lib/client/function-ref'
import type { Place } from '@/lib/client/place'
import type { LedgerFunction } from '@/lib/contracts/ledger'
import { formatCount, formatPercent } from '@/lib/domain/format'

/** unread: of how many functions it is not known what they hold. */
type Props = { functions: readonly LedgerFunction[]; unread: number; place: Place }

/** Functions that hold concurrency whether they use it or not. */
export function HoldingsPanel({ functions, unread, place }: Props) {
  const notRead =
    unread === 0
      ? null
      : `The settings of ${unread} ${unread === 1 ? 'function' : 'functions'} are not known: not read yet, or refused, which the Sync page tells`
  return (
    <Panel
      title="Reserved and provisioned"
      help="What functions hold now, and the most that each ran at once in the window. Its share of what is reserved now is told where no change of that was noticed in the window. A reservation that is hardly used is taken from all others."
    >
      {functions.length === 0 ? (
        <p className="px-3 pb-3 text-muted text-sm">
          {notRead === null ? (
            'No function holds any: all share the whole limit.'
          ) : (
            <LinkedWords text={`${notRead}. Of the others none holds any.`} />
          )}
        </p>
      ) : (
        <FigureTable
          label="Reserved and provisioned"
          orderParam="holdingsOrder"
          className="max-h-80"
          minWidth={520}
          columns={[
            { label: 'Function' },
            { label: 'Reserved', number: true },
            { label: 'Provisioned', number: true },
            { label: 'Most at once', number: true },
            { label: 'Of its reservation', wideOnly: true, number: true },
            { label: 'Throttles', wideOnly: true, number: true },
          ]}
          rows={functions.map((one) => ({
            key: one.functionName,
            values: [one.functionName, one.reserved, one.provisioned, one.peak, usedShare(one), one.throttles],
            cells: [
              <FunctionNameCell key="function" name={one.functionName} place={place} />,
              formatCount(one.reserved),
              <ProvisionedBy key="provisioned" one={one} place={place} />,
              <ConcurrencyCell key="peak" name={one.functionName} place={place} value={one.peak} />,
              formatPercent(usedShare(one)),
              <ConcurrencyCell key="throttles" name={one.functionName} place={place} value={one.throttles} />,
            ],
          }))}
        />
      )}
      {functions.length > 0 && notRead !== null && (
        <p className="border-t px-3 py-2 text-muted text-xs">
          <LinkedWords text={`${notRead}.`} />
        </p>
      )}
    </Panel>
  )
}

/** The most that ran at once of what is reserved; null where nothing is, or was another since the window began. */
function usedShare({ peak, reserved, isSteady }: LedgerFunction): number | null {
  return peak === null || !reserved || !isSteady ? null : peak / reserved
}

/** What each alias or version has of its own, which leads to how it is used. */
function ProvisionedBy({ one, place }: { one: LedgerFunction; place: Place }) {
  return (
    <>
      {formatCount(one.provisioned)}
      {one.provisionedBy.map(({ qualifier, provisioned }) => (
        <AppLink
          key={qualifier}
          to={`${functionPath({ name: one.functionName })}/concurrency`}
          params={{ ...place, qualifier }}
          className="ml-2 text-accent hover:underline"
        >
          {qualifier} {formatCount(provisioned)}
        </AppLink>
      ))}
    </>
  )
}
