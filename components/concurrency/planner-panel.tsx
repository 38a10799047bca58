'use client'

import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { PlanForm } from '@/components/concurrency/plan-form'
import { PlanOutcome } from '@/components/concurrency/plan-outcome'
import { IconButton } from '@/components/ui/icon-button'
import { Panel } from '@/components/ui/panel'
import { QueryError } from '@/components/ui/query-error'
import { classNames } from '@/lib/client/class-names'
import { planOptions } from '@/lib/client/ledger-options'
import type { Place } from '@/lib/client/place'
import { useViewParams } from '@/lib/client/view-params'
import type { PlanResponse } from '@/lib/contracts/ledger'
import { parsePlan, serialisePlan } from '@/lib/domain/concurrency/plan-reservations'

type Props = { place: Place; initial: PlanResponse | undefined; initialPlan: string }

/** Tries reservations before they are made: what AWS would refuse, and what would have been throttled last week. */
export function PlannerPanel({ place, initial, initialPlan }: Props) {
  const { params, set } = useViewParams()
  const text = params.get('plan') ?? ''
  const plan = parsePlan(text) ?? new Map<string, number | null>()
  const change = (next: ReadonlyMap<string, number | null>) => set({ plan: serialisePlan(next) })
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...planOptions(place, text),
    initialData: text === initialPlan ? initial : undefined,
    enabled: plan.size > 0,
  })
  return (
    <Panel
      title="Planner"
      help="Nothing is changed in AWS. A plan is held against AWS's rules, and against the most that ran at once in each minute of the last week: only what was not throttled then is seen."
    >
      <PlanForm place={place} onAdd={(name, reserved) => change(new Map(plan).set(name, reserved))} />
      {plan.size > 0 && (
        <ul aria-label="Planned reservations" className="flex flex-wrap gap-2 px-3 pb-3">
          {[...plan].map(([name, reserved]) => (
            <li key={name} className="inline-flex h-7 items-center gap-1 rounded-(--radius) bg-selected pl-2 text-xs">
              {name}: {reserved === null ? 'no reservation' : `${reserved} reserved`}
              <IconButton
                label={`Take ${name} out of the plan`}
                onClick={() => change(new Map([...plan].filter(([other]) => other !== name)))}
              >
                <X aria-hidden className="size-3" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {plan.size === 0 ? (
        <p className="px-3 pb-3 text-muted text-sm">Name a function and what to reserve for it.</p>
      ) : data ? (
        <div className={classNames(isPlaceholderData && 'stale')}>
          <PlanOutcome data={data} place={place} />
        </div>
      ) : error ? (
        <QueryError error={error} onRetry={refetch} />
      ) : (
        <div className="skeleton m-3 h-40" />
      )}
    </Panel>
  )
}
