import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { after } from 'next/server'
import { cache } from 'react'
import { tellOfAll } from '@/components/traces/tell-of-all'
import { TraceScreen } from '@/components/traces/trace-screen'
import { toParams } from '@/lib/client/to-params'
import { shortenId } from '@/lib/domain/format'
import { firstColumns, firstIds } from '@/lib/domain/traces/pack-trace-columns'
import { AppError } from '@/lib/server/app-error'
import { requireSession } from '@/lib/server/auth/require-session'
import { getRetention } from '@/lib/server/queries/get-retention'
import { getTraceView } from '@/lib/server/queries/get-trace-view'
import { readStoredTrace } from '@/lib/server/queries/read-stored-trace'
import { webDb } from '@/lib/server/web-db'

type Props = PageProps<'/traces/[id]'>

/** What of an address cannot be shown of the first spans alone. */
const OF_ALL = ['span', 'focus', 'level', 'toggled', 'shorter', 'find']

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
  const asked = toParams(await searchParams)
  const packed = OF_ALL.some((name) => asked.has(name)) ? firstIds(columns) : firstColumns(columns)
  // The details of a segment are read from the documents: they are at hand when one is pressed.
  if (packed.count === columns.count) after(() => readStoredTrace(webDb(), trace.id))
  const named = new Set([asked.get('span'), asked.get('focus'), ...trace.invocations.map(({ spanId }) => spanId)])
  const places = columns.ids.flatMap((id, index): [string, number][] => (named.has(id) ? [[id, index]] : []))
  return (
    <TraceScreen
      trace={{ ...trace, spanCount: columns.count }}
      packed={packed}
      told={packed.count < columns.count ? tellOfAll(columns, trace) : null}
      places={Object.fromEntries(places)}
      kept={trace.documents === 'expired' ? await getRetention(webDb()) : null}
    />
  )
}
