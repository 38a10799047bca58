'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useCallback, useMemo } from 'react'
import { collectFields } from '@/components/logs/collect-fields'
import { LinesPanel } from '@/components/logs/lines-panel'
import { LogHistogram } from '@/components/logs/log-histogram'
import { LogQueryField } from '@/components/logs/log-query-field'
import { marksOf } from '@/components/logs/marked-text'
import { type LogsView, readLogsChoice, readLogsView } from '@/components/logs/read-logs-choice'
import { FilterChip } from '@/components/ui/filter-chip'
import { OpenInAws } from '@/components/ui/open-in-aws'
import { PageTitle } from '@/components/ui/page-title'
import { Segmented } from '@/components/ui/segmented'
import { logsKey, logsOptions } from '@/lib/client/logs-options'
import { rangeParams } from '@/lib/client/range-param'
import { useLive, useViewParams } from '@/lib/client/view-params'
import type { ListLogsResponse } from '@/lib/contracts/logs'
import { parseLogQuery } from '@/lib/domain/logs/search/parse-log-query'

const InsightsPanel = lazy(() => import('@/components/logs/insights-panel'))
const LogLinePanel = lazy(() => import('@/components/logs/log-line-panel'))
const PatternsPanel = lazy(() => import('@/components/logs/patterns-panel'))
const TailPanel = lazy(() => import('@/components/logs/tail-panel'))

type Page = ListLogsResponse & { from: number; to: number }
type Props = { initial: { key: string; page: Page } | null; whenNothing: ReactNode }

const VIEWS: readonly { value: LogsView; label: string }[] = [
  { value: 'lines', label: 'Lines' },
  { value: 'patterns', label: 'Patterns' },
  { value: 'tail', label: 'Live tail' },
  { value: 'insights', label: 'Logs Insights' },
]

export function LogsScreen({ initial, whenNothing }: Props) {
  const { params, set } = useViewParams()
  const text = params.toString()
  const choice = useMemo(() => readLogsChoice(new URLSearchParams(text)), [text])
  const view = readLogsView(params)
  const openId = params.get('line')
  const { live } = useLive()
  const { query: parsed, error: problem } = useMemo(() => parseLogQuery(choice.query ?? ''), [choice.query])
  const marks = useMemo(() => marksOf(parsed), [parsed])
  const first = initial?.key === logsKey(choice) ? initial.page : undefined
  const lines = useInfiniteQuery({
    ...logsOptions(choice),
    enabled: view === 'lines' && problem === null,
    initialData: first && { pages: [first], pageParams: [null] },
    refetchInterval: ({ state }) => (live && (state.data?.pages.length ?? 0) <= 1 ? 10_000 : false),
  })
  const items = useMemo(() => (lines.data?.pages ?? []).flatMap((page) => page.items), [lines.data])
  const fields = useMemo(() => collectFields(items), [items])
  const open = useCallback((id: string | null) => set({ line: id }, 'replace'), [set])
  const add = (term: string) =>
    set({ query: choice.query === null ? term : `${choice.query} ${term}`, view: null, line: null })
  const zoom = (fromMs: number, toMs: number) => set(rangeParams({ fromMs, toMs }))
  return (
    <div className="flex flex-col gap-3 lg:h-[calc(100dvh-6.5rem)] lg:min-h-[560px]">
      <PageTitle
        aside={
          <>
            <Segmented
              label="View"
              value={view}
              options={VIEWS}
              onChange={(next) => set({ view: next === 'lines' ? null : next, line: null })}
            />
            <OpenInAws page="logs" />
          </>
        }
      >
        Logs
      </PageTitle>
      <div className="flex flex-wrap items-start gap-2">
        {choice.functionName !== null && (
          <FilterChip label="Function" value={choice.functionName} onRemove={() => set({ functionName: null })} />
        )}
        {view !== 'insights' && (
          <LogQueryField
            query={choice.query ?? ''}
            fields={fields}
            onSearch={(query) => set({ query: query === '' ? null : query, line: null })}
          />
        )}
      </div>
      {problem === null && (view === 'lines' || view === 'patterns') && (
        <LogHistogram choice={choice} live={live && view === 'lines'} onZoom={zoom} />
      )}
      <div className="flex min-h-0 flex-1 flex-col gap-3 lg:flex-row">
        {problem !== null && view !== 'insights' ? null : view === 'lines' ? (
          <LinesPanel
            {...{ lines, items, marks, openId, whenNothing }}
            onOpen={open}
            filtered={choice.query !== null || choice.functionName !== null}
            onClear={() => set({ query: null, functionName: null })}
          />
        ) : (
          <Suspense fallback={<div className="skeleton h-96 flex-1" />}>
            {view === 'patterns' && <PatternsPanel choice={choice} onAdd={add} />}
            {view === 'tail' && <TailPanel choice={choice} marks={marks} openId={openId} onOpen={open} />}
            {view === 'insights' && <InsightsPanel choice={choice} />}
          </Suspense>
        )}
        {openId !== null && (view === 'lines' || view === 'tail') && (
          <Suspense fallback={<div className="skeleton h-96 lg:w-[46%]" />}>
            <LogLinePanel id={openId} marks={marks} onOpen={open} onAdd={add} />
          </Suspense>
        )}
      </div>
    </div>
  )
}
