'use client'

import { useMemo, useReducer } from 'react'
import {
  findSpans,
  focusOn,
  hasRowsBelow,
  isClosed,
  listFailed,
  listVisible,
  nextOf,
  reveal,
  stepLevel,
  type TimeView,
  type Trace,
  toggle,
  type WaterfallState,
  zoomTo,
} from '@/components/traces/waterfall-state'

export type WaterfallAction =
  | { type: 'select'; index: number | null }
  | { type: 'show'; index: number }
  | { type: 'move'; step: number }
  | { type: 'end'; last: boolean }
  | { type: 'toggle'; index: number }
  | { type: 'in' }
  | { type: 'out' }
  | { type: 'level'; open: boolean }
  | { type: 'find'; text: string }
  | { type: 'match'; step: 1 | -1 }
  | { type: 'failure' }
  | { type: 'critical' }
  | { type: 'shorter'; thanUs: number }
  | { type: 'focus'; whole: boolean }
  | { type: 'view'; view: TimeView }
  | { type: 'zoom' }
  | { type: 'restore'; state: WaterfallState }

/** shown: another number whenever a span was asked for, be it the one that is selected already. */
type Held = { state: WaterfallState; shown: number }

/** What asks for a span, wherever the view is. */
const ASKING: readonly WaterfallAction['type'][] = ['show', 'match', 'failure']

/** What is open, chosen and looked for in one trace. */
export function useWaterfall(trace: Trace, first: WaterfallState) {
  const [{ state, shown }, dispatch] = useReducer(
    (was: Held, action: WaterfallAction): Held => {
      const next = reduce(trace, was.state, action)
      if (ASKING.includes(action.type)) return { state: next, shown: was.shown + 1 }
      return next === was.state ? was : { ...was, state: next }
    },
    first,
    (was): Held => ({ state: opened(trace, was), shown: 0 }),
  )
  const { level, toggled, focus, shorterThanUs, find } = state
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows depend on these parts of the state alone
  const visible = useMemo(() => listVisible(trace, state), [trace, level, toggled, focus, shorterThanUs])
  // biome-ignore lint/correctness/useExhaustiveDependencies: and so do the matches
  const matches = useMemo(() => findSpans(trace, state), [trace, find, focus, shorterThanUs])
  // biome-ignore lint/correctness/useExhaustiveDependencies: and so do the failures
  const failed = useMemo(() => listFailed(trace, state), [trace, focus, shorterThanUs])
  return { state, dispatch, visible, matches, failed, shown }
}

/** With what hides the selected span opened. */
function opened(trace: Trace, state: WaterfallState): WaterfallState {
  return state.selected === null ? state : reveal(trace, state, state.selected)
}

function reduce(trace: Trace, state: WaterfallState, action: WaterfallAction): WaterfallState {
  const goTo = (index: number | null) => (index === null ? state : reveal(trace, state, index))
  switch (action.type) {
    case 'select':
      return { ...state, selected: action.index }
    case 'show':
      return reveal(trace, state, action.index)
    case 'move':
      return { ...state, selected: neighbour(trace, state, action.step) }
    case 'end':
      return { ...state, selected: listVisible(trace, state).at(action.last ? -1 : 0) ?? null }
    case 'toggle':
      return toggle(state, action.index)
    case 'in':
      return openOrEnter(trace, state)
    case 'out':
      return closeOrLeave(trace, state)
    case 'level':
      return stepLevel(trace, state, action.open)
    case 'find':
      return { ...state, find: action.text }
    case 'match':
      return goTo(nextOf(findSpans(trace, state), state.selected, action.step))
    case 'failure':
      return goTo(nextOf(listFailed(trace, state), state.selected, 1))
    case 'shorter':
      return { ...state, shorterThanUs: action.thanUs }
    case 'focus':
      return focusOn(trace, state, action.whole ? null : state.selected)
    case 'view':
      return { ...state, view: action.view }
    case 'zoom':
      return { ...state, view: zoomTo(trace, state) }
    case 'restore':
      return opened(trace, action.state)
    case 'critical':
      return { ...state, criticalOnly: !state.criticalOnly }
  }
}

function neighbour(trace: Trace, state: WaterfallState, step: number): number | null {
  const visible = listVisible(trace, state)
  const at = state.selected === null ? -1 : visible.indexOf(state.selected)
  if (at < 0) return visible[0] ?? null
  return visible[Math.max(0, Math.min(visible.length - 1, at + step))] ?? state.selected
}

function openOrEnter(trace: Trace, state: WaterfallState): WaterfallState {
  const { selected } = state
  if (selected === null || !hasRowsBelow(trace, state, selected)) return state
  if (isClosed(trace.columns, state, selected)) return toggle(state, selected)
  const visible = listVisible(trace, state)
  const next = visible[visible.indexOf(selected) + 1]
  return next !== undefined && trace.measures.parent[next] === selected ? { ...state, selected: next } : state
}

function closeOrLeave(trace: Trace, state: WaterfallState): WaterfallState {
  const { selected } = state
  if (selected === null) return state
  if (hasRowsBelow(trace, state, selected) && !isClosed(trace.columns, state, selected)) {
    return toggle(state, selected)
  }
  const above = trace.measures.parent[selected] ?? -1
  return above < 0 || selected === state.focus ? state : { ...state, selected: above }
}
