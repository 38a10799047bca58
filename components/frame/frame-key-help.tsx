import { NAV_ENTRIES } from '@/components/frame/nav-entries'
import { KeyHelp } from '@/components/ui/key-help'

/** The keys that work on every page, and those of lists and charts, in the order of the help. */
const FRAME_KEYS = [
  { keys: ['Ctrl', 'K'], says: 'Find a function, alias, page, request ID or trace ID' },
  ...NAV_ENTRIES.map(({ key, label }) => ({ keys: ['g', key], says: `Go to ${label}` })),
  { keys: ['/'], says: 'Filter the list; Enter goes back to it' },
  { keys: ['j', 'k'], says: 'Next row, row before' },
  { keys: ['Enter'], says: 'Open the row' },
  { keys: ['ArrowLeft', 'ArrowRight'], says: 'Move the crosshair of a chart; with Shift choose a stretch of it' },
  { keys: ['Enter'], says: 'Offer what a chosen stretch leads to' },
  { keys: ['Escape'], says: 'Close what is open, drop what is chosen' },
  { keys: ['?'], says: 'These keys' },
]

/** Fetched when it is first asked for. */
export default function FrameKeyHelp({ onClose }: { onClose(): void }) {
  return <KeyHelp title="Keys" rows={FRAME_KEYS} onClose={onClose} />
}
