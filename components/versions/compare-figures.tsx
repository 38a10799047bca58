'use client'

import { AppLink } from '@/components/ui/app-link'
import { FigureTable } from '@/components/ui/figure-table'
import { HelpMark } from '@/components/ui/help-mark'
import { COMPARED_ROWS, changeWords, hourlyWords } from '@/components/versions/compared-rows'
import { differenceWords } from '@/components/versions/difference-words'
import { useClock } from '@/lib/client/clock'
import type { ParamPatch } from '@/lib/client/view-params'
import type { CompareResponse } from '@/lib/contracts/versions'
import { formatAbsoluteTime } from '@/lib/domain/format'

type Props = { data: CompareResponse; path: string; place: ParamPatch }

/** The two side by side, and what sets their versions apart. */
export function CompareFigures({ data, path, place }: Props) {
  const { zone } = useClock()
  const sides = [data.first, data.second]
  return (
    <div className="grid grid-cols-1 gap-4 xl:grid-cols-[minmax(0,1fr)_320px]">
      <FigureTable
        label="Compared figures"
        minWidth={480}
        columns={[
          { label: 'Figure' },
          ...sides.map((side, index) => ({
            label: `${index === 0 ? 'First' : 'Second'}: ${side.qualifier ?? 'all traffic'}`,
            number: true,
            title: `${formatAbsoluteTime(side.fromMs, zone)} to ${formatAbsoluteTime(side.countedToMs, zone)}`,
          })),
          { label: 'Change', wideOnly: true, number: true },
        ]}
        rows={COMPARED_ROWS.map((row) => ({
          key: row.label,
          cells: [
            row.help === undefined ? (
              row.label
            ) : (
              <span key="label" className="inline-flex items-center gap-1">
                {row.label}
                <HelpMark text={row.help} />
              </span>
            ),
            ...sides.map((side, index) => (
              <Figure
                // biome-ignore lint/suspicious/noArrayIndexKey: there are always two, in this order
                key={index}
                to={`${path}/invocations`}
                params={
                  row.link && {
                    ...place,
                    ...row.link,
                    qualifier: side.qualifier,
                    window: `${side.fromMs}-${side.countedToMs}`,
                  }
                }
                exact={row.of(side)}
                hourly={hourlyWords(row, side, data)}
              >
                {row.format(row.of(side))}
              </Figure>
            )),
            changeWords(row, data),
          ],
        }))}
      />
      <div className="min-w-0 px-3 pb-3 text-sm">
        <h3 className="pb-1 font-medium">Differences of the versions</h3>
        {data.differences.length === 0 ? (
          <p className="text-muted">Nothing that is known, or one of the two stands for several versions.</p>
        ) : (
          <ul className="flex flex-col gap-1">
            {data.differences.map((difference) => {
              const { label, before, after } = differenceWords(difference)
              return (
                <li key={difference.field} className="break-words">
                  <span className="text-muted">{label}</span> <del className="text-faint">{before}</del> → {after}
                </li>
              )
            })}
          </ul>
        )}
        {sides.map(
          (side, index) =>
            side.reason !== null && (
              // biome-ignore lint/suspicious/noArrayIndexKey: there are always two, in this order
              <p key={index} className="pt-2 text-muted text-xs">
                {index === 0 ? 'First' : 'Second'}: {side.reason}
              </p>
            ),
        )}
      </div>
    </div>
  )
}

type FigureProps = {
  to: string
  params: ParamPatch | undefined
  exact: number | null
  hourly: string | null
  children: string
}

function Figure({ to, params, exact, hourly, children }: FigureProps) {
  const title = exact === null ? undefined : String(exact)
  const figure =
    params === undefined || exact === null ? (
      <span title={title}>{children}</span>
    ) : (
      <AppLink to={to} params={params} title={title} className="hover:underline">
        {children}
      </AppLink>
    )
  if (hourly === null) return figure
  return (
    <>
      {figure}{' '}
      <span className="text-muted max-sm:block max-sm:text-xs">
        <span className="max-sm:hidden">· </span>
        {hourly}
      </span>
    </>
  )
}
