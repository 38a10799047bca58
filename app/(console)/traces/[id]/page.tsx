import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { buildTraceColumns } from '@/components/traces/build-trace-columns'
import { TraceScreen } from '@/components/traces/trace-screen'
import { toParams } from '@/lib/client/to-params'
import { shortenId } from '@/lib/domain/format'
import { AppError } from '@/lib/server/app-error'
import { requireSession } from '@/lib/server/auth/require-session'
import { getTrace } from '@/lib/server/queries/get-trace'
import { getTraceGraph } from '@/lib/server/queries/get-trace-graph'
import { webDb } from '@/lib/server/web-db'

type Props = PageProps<'/traces/[id]'>

const load = cache(async (id: string) => {
  try {
    return await getTrace(webDb(), id)
  } catch (error) {
    if (error instanceof AppError && (error.code === 'NOT_FOUND' || error.code === 'BAD_REQUEST')) notFound()
    throw error
  }
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Trace ${shortenId(decodeURIComponent((await params).id), 10, 6)}` }
}

export default async function TracePage({ params, searchParams }: Props) {
  await requireSession()
  const { spans, ...trace } = await load(decodeURIComponent((await params).id))
  const graph = await getTraceGraph(webDb(), trace.id)
  return (
    <TraceScreen
      trace={{ ...trace, spanCount: spans.length, entry: spans[0]?.name ?? null }}
      columns={buildTraceColumns({ ...trace, spans })}
      graph={graph}
      firstSpan={toParams(await searchParams).get('span')}
    />
  )
}
