import { classNames } from '@/lib/client/class-names'

type Line = { atMs: number; message: string; level: string | null }

/** How the levels of log lines are called and coloured. */
export const LEVELS: Record<string, { label: string; tone: string }> = {
  trace: { label: 'TRACE', tone: 'text-faint' },
  debug: { label: 'DEBUG', tone: 'text-faint' },
  info: { label: 'INFO', tone: 'text-accent' },
  warn: { label: 'WARN', tone: 'text-error' },
  error: { label: 'ERROR', tone: 'text-fault' },
  fatal: { label: 'FATAL', tone: 'text-fault' },
}

type Props = { lines: readonly Line[]; startMs: number; truncated: boolean; label: string; className?: string }

/** Log lines in stream order, each with its distance from the start and its level. Long lines wrap. */
export function LogLines({ lines, startMs, truncated, label, className }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
    <section aria-label={label} tabIndex={0} className={classNames('overflow-auto bg-surface py-1', className)}>
      <ol>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines may be equal in every word; their order never changes
          <LogRow key={`${line.atMs}-${index}`} line={line} startMs={startMs} />
        ))}
      </ol>
      {truncated && <p className="px-3 py-2 text-muted text-xs">More lines exist than are shown here.</p>}
    </section>
  )
}

function LogRow({ line, startMs }: { line: Line; startMs: number }) {
  const level = line.level === null ? undefined : LEVELS[line.level.toLowerCase()]
  const bad = level?.tone === 'text-fault'
  return (
    <li
      className={classNames(
        'grid grid-cols-[64px_44px_minmax(0,1fr)] items-baseline gap-x-2 border-l-2 px-3 py-px font-mono text-xs hover:bg-hover',
        // On a phone a line has the whole width, below when it was and its level.
        'max-sm:grid-cols-[auto_minmax(0,1fr)] max-sm:py-1',
        bad ? 'border-l-fault bg-fault-soft' : 'border-l-transparent',
      )}
    >
      <time
        dateTime={new Date(line.atMs).toISOString()}
        title={new Date(line.atMs).toISOString()}
        className="figures text-right text-muted max-sm:text-left"
      >
        {line.atMs >= startMs ? '+' : '−'}
        {Math.abs(line.atMs - startMs)} ms
      </time>
      <span className={classNames('text-2xs', level?.tone)}>{level?.label}</span>
      <span
        className={classNames(
          'max-sm:col-span-2 whitespace-pre-wrap wrap-anywhere',
          isPlatform(line.message) && 'text-muted',
        )}
      >
        {tidy(line.message)}
      </span>
    </li>
  )
}

function isPlatform(message: string): boolean {
  return /^(START|END|REPORT|INIT_START|INIT_REPORT|RESTORE_START|RESTORE_REPORT|EXTENSION)\b/.test(message)
}

/** Tabs part the fields of platform lines; a break at the end would draw an empty line. */
function tidy(message: string): string {
  return message.replace(/[\t\r\n ]+$/, '').replaceAll('\t', '  ')
}
