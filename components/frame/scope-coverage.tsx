'use client'

import { useQuery } from '@tanstack/react-query'
import { coverageOptions } from '@/lib/client/coverage-options'
import { usePublishCoverage } from '@/lib/client/page-coverage'
import { type Place, readPlace } from '@/lib/client/place'
import { useLive, useRange, useScope, useViewParams } from '@/lib/client/view-params'
import type { CoverageResponse } from '@/lib/contracts/coverage'
import { isNearlyAll } from '@/lib/domain/part-known'

const REFRESH_MS = 60_000

/**
 * Tells the coverage chip what the figures of a page rest on that shows all functions in scope. firstPlace: of a page that
 * shows one place alone, which the URL may name.
 */
export function ScopeCoverage({ firstPlace }: { firstPlace?: Place | null }) {
  const { range } = useRange()
  const { scope: chosen } = useScope()
  const { live } = useLive()
  const { params } = useViewParams()
  const place = firstPlace ? (readPlace(params) ?? firstPlace) : null
  const scope = place === null ? chosen : [place]
  const { data } = useQuery({ ...coverageOptions(range, scope), refetchInterval: live ? REFRESH_MS : false })
  const [first, ...others] = scope
  const where = first === undefined || others.length > 0 ? '' : ` · ${first.accountId} · ${first.region}`
  usePublishCoverage(`${data?.functions ?? 0} functions${where}`, data?.coverage, data ? partOf(data) : null)
  return null
}

function partOf({ compared, functions }: CoverageResponse): string | null {
  return functions === 0 || isNearlyAll(compared, functions) ? null : `${compared} of ${functions}`
}
