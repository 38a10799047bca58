'use client'

import { ArrowLeftRight } from 'lucide-react'
import { CompareCandidates } from '@/components/traces/compare-candidates'
import { ComparePaths } from '@/components/traces/compare-paths'
import { CompareSummary } from '@/components/traces/compare-summary'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { PageTitle } from '@/components/ui/page-title'
import { useGo } from '@/lib/client/navigation'
import type { ComparedTrace, CompareTraceResponse } from '@/lib/contracts/trace-tools'

type Props = {
  asked: { a: string; b: string }
  comparison?: CompareTraceResponse
  /** The first trace, while the second is not chosen. */
  first?: ComparedTrace | null
  /** Why they cannot be compared. */
  problem?: string
}

/** Two traces beside each other: what was added, removed and moved, and how long each took. */
export function CompareScreen({ asked, comparison, first = null, problem }: Props) {
  return (
    <div className="flex flex-col gap-4">
      <PageTitle>Compare two traces</PageTitle>
      <Picker asked={asked} />
      {problem !== undefined && (
        <Notice kind="error" title="These traces cannot be compared" live>
          {problem}
        </Notice>
      )}
      {comparison && (
        <>
          <CompareSummary comparison={comparison} />
          <ComparePaths comparison={comparison} />
        </>
      )}
      {!comparison && problem === undefined && first === null && (
        <Notice kind="empty" title="Name two traces">
          Both forms of a trace ID are understood: 1-5f84c7a5-… and 32 hexadecimal digits. A trace’s own page leads here
          too.
        </Notice>
      )}
      {first !== null && <CompareCandidates first={first} />}
    </div>
  )
}

function Picker({ asked }: { asked: { a: string; b: string } }) {
  const go = useGo()
  const compare = (a: string, b: string) => go('/traces/compare', { a: a.trim() || null, b: b.trim() || null })
  return (
    <form
      aria-label="Traces to compare"
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget)
        compare(String(form.get('a') ?? ''), String(form.get('b') ?? ''))
      }}
    >
      <Field name="a" label="First trace" value={asked.a} />
      <Field name="b" label="Second trace" value={asked.b} />
      <Button type="submit" look="primary">
        Compare
      </Button>
      <Button title="Swap the two" aria-label="Swap the two" onClick={() => compare(asked.b, asked.a)}>
        <ArrowLeftRight aria-hidden className="size-4" />
      </Button>
    </form>
  )
}

function Field({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <label className="flex min-w-0 flex-1 basis-72 flex-col gap-1 text-muted text-xs sm:max-w-[340px]">
      {label}
      <input
        name={name}
        defaultValue={value}
        placeholder="Trace ID"
        spellCheck={false}
        autoComplete="off"
        className="h-8 w-full min-w-0 rounded-(--radius) border border-line-strong bg-surface px-2 font-mono text-text text-xs"
      />
    </label>
  )
}
