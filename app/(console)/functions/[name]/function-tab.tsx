import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { FunctionChooser } from '@/components/functions/function-chooser'
import { FunctionFrame } from '@/components/functions/function-frame'
import { UnknownQualifier } from '@/components/functions/unknown-qualifier'
import { type RangeChoice, rangeWindow, readRange } from '@/lib/client/range-param'
import { toParams } from '@/lib/client/to-params'
import type { FunctionDetail } from '@/lib/contracts/function-detail'
import { AppError } from '@/lib/server/app-error'
import { requireSession } from '@/lib/server/auth/require-session'
import { getFunctionDetail } from '@/lib/server/queries/get-function-detail'
import { type FunctionIdentity, getFunctionIdentity, type Place } from '@/lib/server/queries/get-function-identity'
import { webDb } from '@/lib/server/web-db'

/** What a tab's URL asks for. request: window in epoch milliseconds and, unless all traffic is meant, the qualifier. */
export type FunctionView = {
  identity: FunctionIdentity
  query: URLSearchParams
  range: RangeChoice
  qualifier: string | null
  request: { from: number; to: number; qualifier?: string }
  nowMs: number
}

type TabProps = {
  params: Promise<{ name: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** One tab of a function's page: asks what it shows, beside what every tab shows; or says why there is nothing to ask. */
export async function functionTab<Data>(
  { params, searchParams }: TabProps,
  load: (view: FunctionView) => Promise<Data>,
  draw: (detail: FunctionDetail, data: Data, view: FunctionView) => ReactNode,
): Promise<ReactNode> {
  await requireSession()
  const name = decodeURIComponent((await params).name)
  const query = toParams(await searchParams)
  const place = { accountId: query.get('accountId') ?? undefined, region: query.get('region') ?? undefined }
  const found = await findFunction(name, place)
  if ('candidates' in found) return <FunctionChooser name={name} candidates={found.candidates} />
  const nowMs = Date.now()
  const range = readRange(query)
  const qualifier = query.get('qualifier')
  const request = { ...rangeWindow(range, nowMs), ...(qualifier === null ? {} : { qualifier }) }
  const view = { identity: found.identity, query, range, qualifier, request, nowMs }
  const answers = await Promise.all([getFunctionDetail(webDb(), found.identity), load(view)]).catch(
    (error: unknown) => {
      // The function itself was found: what is not known can only be the qualifier.
      if (qualifier !== null && error instanceof AppError && error.code === 'NOT_FOUND') return null
      return notFoundOrThrow(error)
    },
  )
  if (answers === null) return <UnknownQualifier name={name} qualifier={qualifier ?? ''} place={place} />
  const [detail, data] = answers
  return <FunctionFrame detail={detail}>{draw(detail, data, view)}</FunctionFrame>
}

async function findFunction(
  name: string,
  place: Place,
): Promise<{ identity: FunctionIdentity } | { candidates: { accountId: string; region: string }[] }> {
  try {
    return { identity: await getFunctionIdentity(webDb(), name, place) }
  } catch (error) {
    if (error instanceof AppError && error.code === 'AMBIGUOUS_FUNCTION') return { candidates: readCandidates(error) }
    return notFoundOrThrow(error)
  }
}

function readCandidates({ details }: AppError): { accountId: string; region: string }[] {
  const candidates = details?.candidates
  return Array.isArray(candidates) ? candidates : []
}

function notFoundOrThrow(error: unknown): never {
  if (error instanceof AppError && error.code === 'NOT_FOUND') notFound()
  throw error
}
