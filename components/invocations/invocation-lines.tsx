'use client'

import { useQuery } from '@tanstack/react-query'
import { AppLink } from '@/components/ui/app-link'
import { LogLines } from '@/components/ui/log-lines'
import { Notice } from '@/components/ui/notice'
import { QueryError } from '@/components/ui/query-error'
import { invocationOptions } from '@/lib/client/invocation-options'
import { logStreamUrl } from '@/lib/domain/console-links'

/** The log lines of one invocation, under its row. */
export default function InvocationLines({ id, atMs }: { id: string; atMs: number }) {
  const { data, error, refetch } = useQuery(invocationOptions(id))
  if (error) return <QueryError error={error} onRetry={refetch} />
  if (!data) return <div className="skeleton m-3 h-32" />
  return (
    <div className="p-3">
      <div className="overflow-hidden rounded-(--radius) border">
        {data.lines.length === 0 ? (
          <Notice kind="empty" title="No line of this invocation is stored" />
        ) : (
          <LogLines
            label={`Log lines of ${data.requestId}`}
            lines={data.lines}
            startMs={atMs}
            truncated={data.linesTruncated}
            className="max-h-96"
          />
        )}
      </div>
      <p className="mt-2 text-xs">
        <AppLink to={`/invocations/${id}`} className="font-medium text-accent hover:underline">
          Open this invocation
        </AppLink>
        <span className="text-muted"> · {data.logStream} · </span>
        <a href={logStreamUrl(data)} target="_blank" rel="noreferrer" className="text-accent hover:underline">
          Open in AWS
        </a>
      </p>
    </div>
  )
}
