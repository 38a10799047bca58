'use client'

import { ChevronDown, ChevronUp, Keyboard, ListCollapse, ListTree } from 'lucide-react'
import type { RefObject } from 'react'
import { listHideSteps } from '@/components/traces/hide-steps'
import type { useWaterfall } from '@/components/traces/use-waterfall'
import { countHidden, type Trace } from '@/components/traces/waterfall-state'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'

type Props = {
  trace: Trace
  waterfall: ReturnType<typeof useWaterfall>
  /** How many spans failed. */
  failed: number
  findBox: RefObject<HTMLInputElement | null>
  onHelp(): void
}

/** Find, jump and narrow; each has its key in the waterfall. */
export function WaterfallTools({ trace, waterfall, failed, findBox, onHelp }: Props) {
  const { state, dispatch } = waterfall
  const hidden = countHidden(trace, state)
  return (
    <div className="flex min-h-10 flex-wrap items-center gap-1.5 border-b px-2 py-1">
      <h2 className="px-1 font-medium text-sm">Waterfall</h2>
      <FindBox waterfall={waterfall} findBox={findBox} />
      <div className="ml-auto flex flex-wrap items-center gap-1">
        {failed > 0 && (
          <Button size="sm" look="ghost" onClick={() => dispatch({ type: 'failure' })}>
            Next of {failed} failed
          </Button>
        )}
        {hidden > 0 && <span className="text-muted text-xs">{hidden} hidden</span>}
        <select
          aria-label="Hide short segments"
          value={state.shorterThanUs}
          onChange={(event) => dispatch({ type: 'shorter', thanUs: Number(event.target.value) })}
          className="h-7 rounded-(--radius) border border-line-strong bg-surface px-1 text-xs"
        >
          {listHideSteps(trace.columns.totalUs, state.shorterThanUs).map(({ us, says }) => (
            <option key={us} value={us}>
              {says}
            </option>
          ))}
        </select>
        <IconButton
          label="Collapse one level"
          className="size-7"
          onClick={() => dispatch({ type: 'level', open: false })}
        >
          <ListCollapse aria-hidden className="size-4" />
        </IconButton>
        <IconButton label="Expand one level" className="size-7" onClick={() => dispatch({ type: 'level', open: true })}>
          <ListTree aria-hidden className="size-4" />
        </IconButton>
        <FocusButton waterfall={waterfall} />
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

/** Leads into the selected subtree, and out again. */
function FocusButton({ waterfall: { state, dispatch } }: Pick<Props, 'waterfall'>) {
  if (state.focus !== null) {
    return (
      <Button size="sm" onClick={() => dispatch({ type: 'focus', whole: true })}>
        Back to all segments
      </Button>
    )
  }
  return (
    <Button
      size="sm"
      look="ghost"
      disabled={state.selected === null}
      title="Shows the selected segment and what is below it alone"
      onClick={() => dispatch({ type: 'focus', whole: false })}
    >
      Focus
    </Button>
  )
}

function FindBox({ waterfall, findBox }: Pick<Props, 'waterfall' | 'findBox'>) {
  const { state, dispatch, matches } = waterfall
  const at = state.selected === null ? -1 : matches.indexOf(state.selected)
  return (
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
          <span role="status" className="figures whitespace-nowrap text-muted text-xs">
            {at < 0 ? matches.length : `${at + 1} of ${matches.length}`}
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
  )
}
