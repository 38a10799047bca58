import { NAV_ENTRIES } from '@/components/frame/nav-entries'

/** Where "g" and a letter lead. */
export const GO_KEYS: ReadonlyMap<string, string> = new Map(NAV_ENTRIES.map(({ key, path }) => [key, path]))

/** The keys that work on every page, and those of lists; the help shows them in this order. */
export const FRAME_KEYS: { keys: string[]; says: string }[] = [
  { keys: ['Ctrl', 'K'], says: 'Find a function, alias, page, request ID or trace ID' },
  ...NAV_ENTRIES.map(({ key, label }) => ({ keys: ['g', key], says: `Go to ${label}` })),
  { keys: ['/'], says: 'Filter the list; Enter goes back to it' },
  { keys: ['j', 'k'], says: 'Next row, row before' },
  { keys: ['Enter'], says: 'Open the row' },
  { keys: ['Escape'], says: 'Close what is open' },
  { keys: ['?'], says: 'These keys' },
]
