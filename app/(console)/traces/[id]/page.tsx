import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { after } from 'next/server'
import { cache } from 'react'
import { TraceScreen } from '@/components/traces/trace-screen'
import { toParams } from '@/lib/client/to-params'
import { shortenId } from '@/lib/domain/format'
import { firstIds } from '@/lib/domain/traces/pack-trace-columns'
import { AppError } from '@/lib/server/app-error'
import { requireSession } from '@/lib/server/auth/require-session'
import { getRetention } from '@/lib/server/queries/get-retention'
import { getTraceView } from '@/lib/server/queries/get-trace-view'
import { readStoredTrace } from '@/lib/server/queries/read-stored-trace'
import { webDb } from '@/lib/server/web-db'

type Props = PageProps<'/traces/[id]'>

const load = cache(async (id: string) => {
  try {
    return await getTraceView(webDb(), id)
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
  const { columns, ...trace } = await load(decodeURIComponent((await params).id))
  // The details of a segment are read from the documents: they are at hand when one is pressed.
  after(() => readStoredTrace(webDb(), trace.id))
  const asked = toParams(await searchParams)
  const named = new Set([asked.get('span'), asked.get('focus'), ...trace.invocations.map(({ spanId }) => spanId)])
  const places = columns.ids.flatMap((id, index): [string, number][] => (named.has(id) ? [[id, index]] : []))
  return (
    <TraceScreen
      trace={{ ...trace, spanCount: columns.count }}
      packed={firstIds(columns)}
      places={Object.fromEntries(places)}
      kept={trace.documents === 'expired' ? await getRetention(webDb()) : null}
    />
  )
}
