'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { InsightsResult } from '@/components/logs/insights-result'
import { readInsightsChoice } from '@/components/logs/read-logs-choice'
import { Button } from '@/components/ui/button'
import { QueryError } from '@/components/ui/query-error'
import { functionsOptions } from '@/lib/client/functions-options'
import {
  type AskedFunction,
  askLogQuery,
  logQueryEstimateOptions,
  logQueryOptions,
} from '@/lib/client/log-query-options'
import type { LogsChoice } from '@/lib/client/logs-options'
import { inScope } from '@/lib/client/place'
import { useViewParams } from '@/lib/client/view-params'
import type { LogQueryEstimate } from '@/lib/contracts/log-queries'
import { formatBytes, formatUsd } from '@/lib/domain/format'

const FIRST_QUERY = 'fields @timestamp, @message\n| sort @timestamp desc\n| limit 100'

/** Asks CloudWatch Logs Insights in its own language, for what is not stored here; says what it costs before it does. */
export default function InsightsPanel({ choice }: { choice: LogsChoice }) {
  const { params, set } = useViewParams()
  // What is typed stands at once: the URL, which keeps it, may lag behind quick fingers.
  const [typed, setTyped] = useState<string | null>(null)
  const { query: kept, place } = readInsightsChoice(params)
  if (typed !== null && typed === kept) setTyped(null)
  const query = typed ?? kept ?? FIRST_QUERY
  const [isConfirming, setConfirming] = useState(false)
  const asked = readPlace(place, choice.functionName)
  const estimate = useQuery(logQueryEstimateOptions(asked, choice.range))
  const result = useQuery(logQueryOptions(params.get('insights')))
  const ask = useMutation({
    mutationFn: (wanted: AskedFunction) => askLogQuery(wanted, query, choice.range),
    onSuccess: ({ id }) => {
      setConfirming(false)
      set({ insights: id })
    },
  })
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    setConfirming(true)
  }
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-3">
      <form onSubmit={onSubmit} className="flex flex-col gap-2 rounded-(--radius) border bg-surface p-3">
        <p className="max-w-prose text-muted text-xs">
          Asks AWS in the language of Logs Insights, which bills every byte that it scans in this time range. Stored
          lines cost nothing to search: use this for what is not stored here, or for its statistics.
        </p>
        <FunctionChoice choice={choice} place={place} onChange={(ifn) => set({ ifn }, 'replace')} />
        <textarea
          aria-label="Logs Insights query"
          rows={4}
          value={query}
          spellCheck={false}
          onChange={({ target: { value } }) => {
            setTyped(value)
            set({ iq: value }, 'replace')
          }}
          onBlur={() => setTyped(null)}
          className="w-full rounded-(--radius) border border-line-strong bg-surface px-3 py-2 font-mono text-xs"
        />
        <div className="flex flex-wrap items-center gap-3">
          {isConfirming && asked !== null ? (
            <>
              <Button look="primary" disabled={ask.isPending} onClick={() => ask.mutate(asked)}>
                Run it for {costWords(estimate.data)}
              </Button>
              <Button onClick={() => setConfirming(false)}>Cancel</Button>
            </>
          ) : (
            <Button type="submit" disabled={asked === null || query.trim() === ''}>
              Run
            </Button>
          )}
          <p role="status" className="text-muted text-xs">
            {estimate.error
              ? estimate.error.message
              : asked === null
                ? 'Choose a function.'
                : estimateWords(estimate.data)}
          </p>
        </div>
        {ask.error && (
          <p role="alert" className="text-fault text-xs">
            {ask.error.message}
          </p>
        )}
      </form>
      {result.error ? (
        <QueryError error={result.error} onRetry={result.refetch} />
      ) : (
        result.data && <InsightsResult result={result.data} />
      )}
    </div>
  )
}

type ChoiceProps = { choice: LogsChoice; place: string; onChange(place: string): void }

function FunctionChoice({ choice, place, onChange }: ChoiceProps) {
  const { data } = useQuery({ ...functionsOptions(choice.range), enabled: choice.functionName === null })
  if (choice.functionName !== null) return null
  const items = (data?.items ?? []).filter((item) => inScope(choice.scope, item))
  return (
    <select
      aria-label="Function"
      value={place}
      onChange={(event) => onChange(event.target.value)}
      className="h-8 w-full max-w-96 rounded-(--radius) border border-line-strong bg-surface px-2 text-sm"
    >
      <option value="">Function</option>
      {items.map(({ arn, name, accountId, region }) => (
        <option key={arn} value={`${accountId}/${region}/${name}`}>
          {name} · {region}
        </option>
      ))}
    </select>
  )
}

function readPlace(place: string, functionName: string | null): AskedFunction | null {
  if (functionName !== null) return { functionName }
  const [accountId, region, name] = place.split('/')
  return accountId && region && name ? { functionName: name, accountId, region } : null
}

function costWords(estimate: LogQueryEstimate | undefined): string {
  if (estimate === undefined || estimate.usd === null) return 'a cost that is not known'
  return `${estimate.isUpperBound ? 'at most' : 'about'} ${formatUsd(estimate.usd)}`
}

function estimateWords(estimate: LogQueryEstimate | undefined): string {
  if (estimate === undefined) return 'Its cost is being looked up.'
  const { logGroup, region, bytes, isUpperBound, isPriceListed } = estimate
  if (bytes === null) return `AWS has not told how large ${logGroup} is: what this costs is not known.`
  const scanned = `Scans ${isUpperBound ? 'at most' : 'about'} ${formatBytes(bytes)} of ${logGroup}: ${costWords(estimate)}.`
  const whole = isUpperBound ? ' The group keeps its lines for ever, and AWS tells the size of all of it only.' : ''
  const price = isPriceListed
    ? ''
    : ` By the price of us-east-1: that of ${region} is not listed here, and may be higher.`
  return `${scanned}${whole}${price}`
}
