import { FIRST_STATE, type TimeView, type WaterfallState, WHOLE } from '@/components/traces/waterfall-state'
import type { ParamPatch } from '@/lib/client/view-params'
import type { TraceColumns } from '@/lib/domain/traces/build-trace-columns'

type ParamReader = { get(name: string): string | null }
/** How many spans a trace has, and at which version they stand in these places. */
export type TraceShape = { count: number; version: string }
type IdOf = (index: number) => string | null
type IndexOf = (id: string) => number | null

/** A link is no place for more. */
const MOST_TOGGLED = 200

/** The view of a waterfall as it stands in a link; what cannot be read there is as it is at first. */
export function readWaterfall(params: ParamReader, trace: TraceShape, indexOf: IndexOf): WaterfallState {
  const level = wholeNumber(params.get('level'))
  return {
    view: readView(params.get('time')),
    level,
    toggled: readToggled(params.get('toggled'), trace),
    selected: indexOf(params.get('span') ?? ''),
    focus: indexOf(params.get('focus') ?? ''),
    shorterThanUs: wholeNumber(params.get('shorter')) ?? 0,
    find: params.get('find') ?? '',
    criticalOnly: params.get('critical') === 'only',
  }
}

/** What of the view a link has to hold. A span is named by its ID as soon as that is known. */
export function writeWaterfall(state: WaterfallState, { version }: TraceShape, idOf: IdOf): ParamPatch {
  const { view, level, toggled, selected, focus, shorterThanUs, find, criticalOnly } = state
  const isWhole = view.from === WHOLE.from && view.to === WHOLE.to
  return {
    time: isWhole ? null : `${view.from.toFixed(6)}-${view.to.toFixed(6)}`,
    level: level === FIRST_STATE.level ? null : String(level),
    toggled: toggled.size === 0 || toggled.size > MOST_TOGGLED ? null : `${version}~${[...toggled].join('.')}`,
    span: selected === null ? null : idOf(selected),
    focus: focus === null ? null : idOf(focus),
    shorter: shorterThanUs === 0 ? null : String(shorterThanUs),
    find: find === '' ? null : find,
    critical: criticalOnly ? 'only' : null,
  }
}

/** Places of IDs: of the first spans, and of those that the page was told. */
export function placeFinder({ ids }: Pick<TraceColumns, 'ids'>, told: Readonly<Record<string, number>>): IndexOf {
  return (id) => {
    if (id === '') return null
    if (Object.hasOwn(told, id)) return told[id] ?? null
    const index = ids.indexOf(id)
    return index < 0 ? null : index
  }
}

/** Spans are toggled by their places, which are others once the trace has grown: then all are as the level has them. */
function readToggled(text: string | null, { count, version }: TraceShape): Set<number> {
  const [of, list] = text?.split('~') ?? []
  if (of !== version || list === undefined) return new Set()
  const places = list.split('.').map(wholeNumber)
  return new Set(places.filter((index) => index !== null && index < count).slice(0, MOST_TOGGLED) as number[])
}

function readView(text: string | null): TimeView {
  const [, from, to] = /^([01]\.\d+)-([01]\.\d+)$/.exec(text ?? '') ?? []
  const view = { from: Number(from), to: Number(to) }
  return view.from >= 0 && view.to <= 1 && view.from < view.to ? view : WHOLE
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null
}
