'use client'

import { useQuery } from '@tanstack/react-query'
import { Pause, Play } from 'lucide-react'
import { useMemo, useState } from 'react'
import { LogList } from '@/components/logs/log-list'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { QueryError } from '@/components/ui/query-error'
import { type LogsChoice, logFreshnessOptions, logTailOptions } from '@/lib/client/logs-options'
import { formatDuration } from '@/lib/domain/format'

type Props = { choice: LogsChoice; marks: readonly string[]; openId: string | null; onOpen(id: string | null): void }

/** The newest lines as they are pulled, the newest at the bottom, and how far behind AWS they are. */
export default function TailPanel({ choice, marks, openId, onOpen }: Props) {
  const [paused, setPaused] = useState(false)
  const { data, error, refetch } = useQuery(logTailOptions(choice, paused))
  const items = useMemo(() => data?.items.toReversed() ?? [], [data])
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Button size="sm" aria-pressed={paused} onClick={() => setPaused(!paused)}>
          {paused ? <Play aria-hidden className="size-3.5" /> : <Pause aria-hidden className="size-3.5" />}
          {paused ? 'Go on' : 'Pause'}
        </Button>
        <Freshness choice={choice} />
      </div>
      {error && !data ? (
        <QueryError error={error} onRetry={refetch} />
      ) : !data ? (
        <div className="skeleton h-96" />
      ) : items.length === 0 ? (
        <Notice kind="waiting" title="No line in the last 15 minutes">
          New ones appear here as they are pulled.
        </Notice>
      ) : (
        <LogList {...{ items, marks, openId, onOpen }} follow={!paused} className="max-lg:h-[60vh] max-lg:flex-none" />
      )}
    </div>
  )
}

/** Pulling has a delay of its own: lines are as new as the last read of their log group. */
function Freshness({ choice }: { choice: LogsChoice }) {
  const { data } = useQuery(logFreshnessOptions(choice))
  if (!data || data.behindMs === null || data.slowestMs === null) return null
  const { groups, behindMs, slowestMs, slowestGroup } = data
  return (
    <p role="status" className="text-muted text-xs">
      {groups === 1
        ? `Read up to ${formatDuration(slowestMs)} ago`
        : `Half of ${groups} log groups were read up to ${formatDuration(behindMs)} ago or less; the slowest, ${slowestGroup}, up to ${formatDuration(slowestMs)} ago`}
    </p>
  )
}
