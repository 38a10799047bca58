'use client'

import { ChevronDown, ChevronUp, Keyboard } from 'lucide-react'
import type { RefObject } from 'react'
import type { TraceColumns } from '@/components/traces/build-trace-columns'
import type { useWaterfall } from '@/components/traces/use-waterfall'
import { listFailed } from '@/components/traces/waterfall-state'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'

type Props = {
  columns: TraceColumns
  waterfall: ReturnType<typeof useWaterfall>
  findBox: RefObject<HTMLInputElement | null>
  onHelp(): void
}

/** Find, jump and narrow; each has its key in the waterfall. */
export function WaterfallTools({ columns, waterfall, findBox, onHelp }: Props) {
  const { state, dispatch, matches } = waterfall
  const failed = listFailed(columns).length
  return (
    <div className="flex min-h-10 flex-wrap items-center gap-1.5 border-b px-2 py-1">
      <h2 className="px-1 font-medium text-sm">Waterfall</h2>
      <div className="flex min-w-36 flex-1 items-center gap-1 sm:max-w-72">
        <input
          ref={findBox}
          type="text"
          aria-label="Find in the waterfall"
          placeholder="Find (f)"
          spellCheck={false}
          value={state.find}
          onChange={(event) => dispatch({ type: 'find', text: event.target.value })}
          onKeyDown={(event) => event.key === 'Enter' && dispatch({ type: 'match', step: event.shiftKey ? -1 : 1 })}
          className="h-7 w-full min-w-0 rounded-(--radius) border border-line-strong bg-surface px-2 text-xs"
        />
        {state.find !== '' && (
          <>
            <span role="status" className="figures text-muted text-xs">
              {matches.length}
            </span>
            <IconButton label="Match before" className="size-7" onClick={() => dispatch({ type: 'match', step: -1 })}>
              <ChevronUp aria-hidden className="size-3.5" />
            </IconButton>
            <IconButton label="Next match" className="size-7" onClick={() => dispatch({ type: 'match', step: 1 })}>
              <ChevronDown aria-hidden className="size-3.5" />
            </IconButton>
          </>
        )}
      </div>
      <div className="ml-auto flex items-center gap-1">
        {failed > 0 && (
          <Button size="sm" look="ghost" onClick={() => dispatch({ type: 'failure' })}>
            Next of {failed} failed
          </Button>
        )}
        <Button
          size="sm"
          look={state.criticalOnly ? 'secondary' : 'ghost'}
          aria-pressed={state.criticalOnly}
          title="Dims what did not decide the trace's length"
          onClick={() => dispatch({ type: 'critical' })}
        >
          Critical path
        </Button>
        <IconButton label="Keys" className="size-7" onClick={onHelp}>
          <Keyboard aria-hidden className="size-4" />
        </IconButton>
      </div>
    </div>
  )
}
