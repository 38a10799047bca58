import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { buildTraceColumns } from '@/components/traces/build-trace-columns'
import { packTraceColumns } from '@/components/traces/pack-trace-columns'
import { TraceScreen } from '@/components/traces/trace-screen'
import { toParams } from '@/lib/client/to-params'
import { shortenId } from '@/lib/domain/format'
import { AppError } from '@/lib/server/app-error'
import { requireSession } from '@/lib/server/auth/require-session'
import { getRetention } from '@/lib/server/queries/get-retention'
import { getTrace } from '@/lib/server/queries/get-trace'
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
  const asked = toParams(await searchParams)
  const named = new Set([asked.get('span'), asked.get('focus'), ...trace.invocations.map(({ spanId }) => spanId)])
  const places = spans.flatMap(({ id }, index): [string, number][] => (named.has(id) ? [[id, index]] : []))
  return (
    <TraceScreen
      trace={{ ...trace, spanCount: spans.length, entry: spans[0]?.name ?? null }}
      packed={packTraceColumns(buildTraceColumns({ ...trace, spans }))}
      places={Object.fromEntries(places)}
      kept={trace.documents === 'expired' ? await getRetention(webDb()) : null}
    />
  )
}
