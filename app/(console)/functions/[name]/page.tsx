import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { FunctionChooser } from '@/components/functions/function-chooser'
import { FunctionScreen } from '@/components/functions/function-screen'
import { UnknownQualifier } from '@/components/functions/unknown-qualifier'
import { InvocationsPanel } from '@/components/invocations/invocations-panel'
import { readChoice } from '@/components/invocations/read-choice'
import { INVOCATIONS_PAGE, type InvocationsChoice, invocationsKey } from '@/lib/client/invocations-options'
import { rangeKey, rangeWindow, readRange } from '@/lib/client/range-param'
import { isResult } from '@/lib/client/result-words'
import { toParams } from '@/lib/client/to-params'
import { AppError } from '@/lib/server/app-error'
import { requireSession } from '@/lib/server/auth/require-session'
import { getFunctionDetail } from '@/lib/server/queries/get-function-detail'
import { type FunctionIdentity, getFunctionIdentity, type Place } from '@/lib/server/queries/get-function-identity'
import { getFunctionMetrics } from '@/lib/server/queries/get-function-metrics'
import { getFunctionSummary } from '@/lib/server/queries/get-function-summary'
import { listInvocations } from '@/lib/server/queries/list-invocations'
import { webDb } from '@/lib/server/web-db'

type Props = PageProps<'/functions/[name]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) }
}

export default async function FunctionPage({ params, searchParams }: Props) {
  await requireSession()
  const name = decodeURIComponent((await params).name)
  const query = toParams(await searchParams)
  const place = { accountId: query.get('accountId') ?? undefined, region: query.get('region') ?? undefined }
  const found = await findFunction(name, place)
  if ('candidates' in found) return <FunctionChooser name={name} candidates={found.candidates} />
  const { identity } = found
  const nowMs = Date.now()
  const range = readRange(query)
  const qualifier = query.get('qualifier')
  const request = { ...rangeWindow(range, nowMs), ...(qualifier === null ? {} : { qualifier }) }
  const answers = await Promise.all([
    getFunctionDetail(webDb(), identity),
    getFunctionSummary(webDb(), identity, request, nowMs),
    getFunctionMetrics(webDb(), identity, request, nowMs),
    firstInvocations(identity, readChoice(query), nowMs),
  ]).catch((error: unknown) => {
    // The function itself was found: what is not known can only be the qualifier.
    if (qualifier !== null && error instanceof AppError && error.code === 'NOT_FOUND') return null
    return notFoundOrThrow(error)
  })
  if (answers === null) return <UnknownQualifier name={name} qualifier={qualifier ?? ''} place={place} />
  const [detail, summary, metrics, invocations] = answers
  const { accountId, region } = detail
  return (
    <FunctionScreen
      detail={detail}
      initial={{ key: rangeKey(range), qualifier, summary, metrics }}
      invocations={
        <InvocationsPanel
          fn={{ name, accountId, region }}
          initial={invocations}
          whenNothing="Widen the range, choose another qualifier, or see on the Sync page how far back log lines go."
        />
      }
    />
  )
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

/** An alias whose lines cannot be told apart is refused; the panel asks again and shows the reason. */
async function firstInvocations(identity: FunctionIdentity, choice: InvocationsChoice, nowMs: number) {
  const { from, to } = rangeWindow(choice.range, nowMs)
  const { qualifier, result, sort } = choice
  const request = {
    from,
    to,
    sort,
    limit: INVOCATIONS_PAGE,
    qualifier: qualifier ?? undefined,
    result: isResult(result) ? result : undefined,
  }
  try {
    const page = await listInvocations(webDb(), identity, request, nowMs)
    return { key: invocationsKey(choice), page: { ...page, from, to } }
  } catch (error) {
    if (error instanceof AppError && error.code === 'CONFLICT') return null
    throw error
  }
}

function notFoundOrThrow(error: unknown): never {
  if (error instanceof AppError && error.code === 'NOT_FOUND') notFound()
  throw error
}
