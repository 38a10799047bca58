import { PLOT_LEFT, PLOT_RIGHT } from '@/components/charts/chart-height'
import type { ChartFlag, ChartSpec } from '@/components/charts/chart-spec'
import { AppLink } from '@/components/ui/app-link'
import type { ParamPatch } from '@/lib/client/view-params'

export type FlagLink = (flag: ChartFlag) => { to: string; params: ParamPatch }

type Props = { spec: Pick<ChartSpec, 'fromMs' | 'toMs'>; flags: readonly ChartFlag[]; linkOf: FlagLink }

/** Thin marks over a chart where something was changed; each leads to what it was. */
export function FlagRail({ spec: { fromMs, toMs }, flags, linkOf }: Props) {
  return (
    <ul
      aria-label="Changes"
      className="pointer-events-none absolute inset-y-0 z-1"
      style={{ left: PLOT_LEFT, right: PLOT_RIGHT }}
    >
      {flags.map((flag) => {
        const { to, params } = linkOf(flag)
        return (
          <li
            key={flag.atMs}
            className="absolute top-0 bottom-[22px] border-l border-l-muted border-dashed"
            style={{ left: `${((flag.atMs - fromMs) / (toMs - fromMs)) * 100}%` }}
          >
            <AppLink
              to={to}
              params={params}
              title={flag.label}
              aria-label={`Changed: ${flag.label}`}
              className="-left-[13px] -top-1 pointer-events-auto absolute grid size-6 place-items-center"
            >
              <span aria-hidden className="size-2 rotate-45 border border-muted bg-surface hover:bg-accent" />
            </AppLink>
          </li>
        )
      })}
    </ul>
  )
}
