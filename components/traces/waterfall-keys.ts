import type { WaterfallAction } from '@/components/traces/use-waterfall'

/** What each key does in the waterfall; the help lists them in this order. */
export const WATERFALL_KEYS: { keys: string[]; says: string; action: WaterfallAction | 'find' | 'help' }[] = [
  { keys: ['ArrowDown', 'j'], says: 'Next segment', action: { type: 'move', step: 1 } },
  { keys: ['ArrowUp', 'k'], says: 'Segment before', action: { type: 'move', step: -1 } },
  { keys: ['PageDown'], says: '20 segments on', action: { type: 'move', step: 20 } },
  { keys: ['PageUp'], says: '20 segments back', action: { type: 'move', step: -20 } },
  { keys: ['Home'], says: 'First segment', action: { type: 'end', last: false } },
  { keys: ['End'], says: 'Last segment', action: { type: 'end', last: true } },
  { keys: ['ArrowRight'], says: 'Open, or go in', action: { type: 'in' } },
  { keys: ['ArrowLeft'], says: 'Close, or go out', action: { type: 'out' } },
  { keys: ['['], says: 'Collapse one level', action: { type: 'level', open: false } },
  { keys: [']'], says: 'Expand one level', action: { type: 'level', open: true } },
  { keys: ['o'], says: 'Show the segment and what is below it alone', action: { type: 'focus', whole: false } },
  { keys: ['O'], says: 'Show all segments again', action: { type: 'focus', whole: true } },
  { keys: ['f'], says: 'Find', action: 'find' },
  { keys: ['n'], says: 'Next match', action: { type: 'match', step: 1 } },
  { keys: ['N'], says: 'Match before', action: { type: 'match', step: -1 } },
  { keys: ['c'], says: 'Dim what is not on the critical path', action: { type: 'critical' } },
  { keys: ['z'], says: 'Narrow the time to the segment, or show all', action: { type: 'zoom' } },
  { keys: ['e'], says: 'Next error, fault or throttle', action: { type: 'failure' } },
  { keys: ['Escape'], says: 'Close the details', action: { type: 'select', index: null } },
  { keys: ['?'], says: 'These keys', action: 'help' },
]
