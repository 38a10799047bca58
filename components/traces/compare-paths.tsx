'use client'

import { useMemo } from 'react'
import {
  type ComparedPath,
  describeChange,
  formatDifference,
  listCompared,
} from '@/components/traces/prepare-comparison'
import { AppLink } from '@/components/ui/app-link'
import { Badge, type Tone } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { FigureTable } from '@/components/ui/figure-table'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { useViewParams } from '@/lib/client/view-params'
import type { CompareTraceResponse } from '@/lib/contracts/trace-tools'
import { formatCount, formatDuration } from '@/lib/domain/format'

const TONES: Record<ComparedPath['change'], Tone> = { same: 'neutral', added: 'ok', removed: 'fault', moved: 'cold' }
const COLUMNS = [
  { label: 'Operation', width: 300 },
  { label: 'Change', width: 150 },
  { label: 'Spans', number: true, width: 90, wideOnly: true, title: 'In the first and in the second' },
  { label: 'Failed', number: true, width: 90, wideOnly: true, title: 'In the first and in the second' },
  { label: 'First', number: true, width: 90, wideOnly: true, title: 'Time from start to end, all spans together' },
  { label: 'Second', number: true, width: 90, wideOnly: true, title: 'Time from start to end, all spans together' },
  { label: 'Difference', number: true, width: 100 },
]

/** The call paths of both traces in one table; times lead to the spans that took longest. */
export function ComparePaths({ comparison: { a, b, paths } }: { comparison: CompareTraceResponse }) {
  const { params, set } = useViewParams()
  const onlyChanges = params.get('only') === 'changes'
  const shown = useMemo(() => listCompared(paths, onlyChanges), [paths, onlyChanges])
  const rows = shown.flatMap((index) => {
    const path = paths[index]
    return path === undefined ? [] : [rowOf(path, String(index), { paths, a: a.id, b: b.id })]
  })
  return (
    <Panel
      title={`Operations · ${paths.length}`}
      help="Operations match where the chain of calls above them is the same. Moved: the same operation, called from somewhere else."
      actions={
        <Button
          size="sm"
          look="ghost"
          aria-pressed={onlyChanges}
          onClick={() => set({ only: onlyChanges ? null : 'changes' }, 'replace')}
        >
          Only what differs
        </Button>
      }
    >
      {rows.length === 0 ? (
        <Notice kind="ok" title={paths.length === 0 ? 'Neither trace has a segment' : 'Nothing differs but time'}>
          {paths.length === 0
            ? 'Their documents have not been read yet, or are no longer kept.'
            : 'Both made the same calls.'}
        </Notice>
      ) : (
        <FigureTable
          label="Operations of both traces"
          columns={COLUMNS}
          rows={rows}
          orderParam="by"
          minWidth={920}
          className="max-h-[min(720px,70dvh)]"
        />
      )}
    </Panel>
  )
}

type Both = { paths: readonly ComparedPath[]; a: string; b: string }

function rowOf(path: ComparedPath, key: string, both: Both) {
  const { name, operation, service, depth, change, a, b, differenceMs } = path
  const label = operation === null ? name : `${name} ${operation}`
  const pair = (left: number | undefined, right: number | undefined) => `${formatCount(left)} → ${formatCount(right)}`
  return {
    key,
    values: [
      undefined,
      change,
      b?.count ?? null,
      b?.failed ?? null,
      a?.totalMs ?? null,
      b?.totalMs ?? null,
      differenceMs,
    ],
    cells: [
      <span
        key="path"
        title={`${label} · ${service}`}
        style={{ paddingLeft: Math.min(depth, 12) * 12 }}
        className="block max-w-[420px] truncate max-sm:max-w-[150px]"
      >
        {label}
      </span>,
      change === 'same' ? (
        <span key="change" className="text-faint">
          same
        </span>
      ) : (
        <Badge key="change" tone={TONES[change]}>
          <span className="max-w-[180px] truncate max-sm:max-w-[72px]">{describeChange(path, both.paths)}</span>
        </Badge>
      ),
      pair(a?.count, b?.count),
      pair(a?.failed, b?.failed),
      <Time key="a" trace={both.a} side={a} />,
      <Time key="b" trace={both.b} side={b} />,
      formatDifference(differenceMs),
    ],
  }
}

function Time({ trace, side }: { trace: string; side: ComparedPath['a'] }) {
  if (side === null) return <span className="text-faint">—</span>
  return (
    <AppLink to={`/traces/${trace}`} params={{ span: side.spanId }} className="text-accent hover:underline">
      {formatDuration(side.totalMs)}
    </AppLink>
  )
}
