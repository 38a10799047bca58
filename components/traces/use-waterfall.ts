'use client'

import { useMemo, useReducer } from 'react'
import type { TraceColumns } from '@/components/traces/build-trace-columns'
import {
  FIRST_STATE,
  findSpans,
  listFailed,
  listVisible,
  nextOf,
  parentOf,
  reveal,
  stepLevel,
  type TimeView,
  type WaterfallState,
  zoomTo,
} from '@/components/traces/waterfall-state'

export type WaterfallAction =
  | { type: 'select'; index: number | null }
  | { type: 'move'; step: 1 | -1 }
  | { type: 'toggle'; index: number }
  | { type: 'in' }
  | { type: 'out' }
  | { type: 'level'; open: boolean }
  | { type: 'find'; text: string }
  | { type: 'match'; step: 1 | -1 }
  | { type: 'failure' }
  | { type: 'critical' }
  | { type: 'view'; view: TimeView }
  | { type: 'zoom' }

/** What is open, chosen and looked for in one trace. */
export function useWaterfall(columns: TraceColumns, firstSelected: number | null) {
  const [state, dispatch] = useReducer((was: WaterfallState, action: WaterfallAction) => reduce(columns, was, action), {
    ...FIRST_STATE,
    selected: firstSelected,
  })
  const visible = useMemo(() => listVisible(columns, state.collapsed), [columns, state.collapsed])
  const matches = useMemo(() => findSpans(columns, state.find), [columns, state.find])
  return { state, dispatch, visible, matches }
}

function reduce(columns: TraceColumns, state: WaterfallState, action: WaterfallAction): WaterfallState {
  const goTo = (index: number | null): WaterfallState =>
    index === null ? state : { ...state, selected: index, collapsed: reveal(columns, state.collapsed, index) }
  switch (action.type) {
    case 'select':
      return { ...state, selected: action.index }
    case 'move':
      return { ...state, selected: neighbour(columns, state, action.step) }
    case 'toggle':
      return { ...state, collapsed: toggled(state.collapsed, action.index) }
    case 'in':
      return openOrEnter(columns, state)
    case 'out':
      return closeOrLeave(columns, state)
    case 'level':
      return { ...state, collapsed: stepLevel(columns, state.collapsed, action.open) }
    case 'find':
      return { ...state, find: action.text }
    case 'match':
      return goTo(nextOf(findSpans(columns, state.find), state.selected, action.step))
    case 'failure':
      return goTo(nextOf(listFailed(columns), state.selected, 1))
    case 'view':
      return { ...state, view: action.view }
    case 'zoom':
      return { ...state, view: zoomTo(columns, state) }
    case 'critical':
      return { ...state, criticalOnly: !state.criticalOnly }
  }
}

function neighbour(columns: TraceColumns, { collapsed, selected }: WaterfallState, step: 1 | -1): number | null {
  const visible = listVisible(columns, collapsed)
  if (selected === null) return visible[0] ?? null
  return visible[visible.indexOf(selected) + step] ?? selected
}

function openOrEnter(columns: TraceColumns, state: WaterfallState): WaterfallState {
  const { selected, collapsed } = state
  if (selected === null || (columns.size[selected] ?? 1) < 2) return state
  return collapsed.has(selected)
    ? { ...state, collapsed: toggled(collapsed, selected) }
    : { ...state, selected: selected + 1 }
}

function closeOrLeave(columns: TraceColumns, state: WaterfallState): WaterfallState {
  const { selected, collapsed } = state
  if (selected === null) return state
  const isOpen = (columns.size[selected] ?? 1) > 1 && !collapsed.has(selected)
  if (isOpen) return { ...state, collapsed: toggled(collapsed, selected) }
  return { ...state, selected: parentOf(columns, selected) ?? selected }
}

function toggled(set: ReadonlySet<number>, index: number): Set<number> {
  const next = new Set(set)
  if (!next.delete(index)) next.add(index)
  return next
}
