'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { FilterChip } from '@/components/ui/filter-chip'
import { QueryProblem } from '@/components/ui/query-problem'
import { SearchField } from '@/components/ui/search-field'
import { useViewParams } from '@/lib/client/view-params'

type Problem = { position: number; message: string }

/** Takes X-Ray filter expressions as they are. What cannot be read is pointed at and not asked. */
export function TraceFilter({ filter, functionName }: { filter: string; functionName: string | null }) {
  const { set } = useViewParams()
  const [text, setText] = useState(filter)
  const [problem, setProblem] = useState<Problem | null>(null)
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault()
    const found = text.trim() === '' ? null : await findProblem(text)
    setProblem(found)
    if (found === null) set({ filter: text.trim() })
  }
  return (
    <form onSubmit={onSubmit} className="flex min-w-0 flex-1 flex-wrap items-start gap-2">
      {functionName !== null && (
        <FilterChip label="Function" value={functionName} onRemove={() => set({ functionName: null })} />
      )}
      <div className="min-w-60 max-w-2xl flex-1">
        <SearchField
          label={'Filter expression, such as responsetime > 2 AND service("orders-api")'}
          mono
          value={text}
          onText={(next) => {
            setText(next)
            setProblem(null)
            if (next === '' && filter !== '') set({ filter: null })
          }}
          aria-invalid={problem !== null}
          aria-describedby="trace-filter-problem"
        />
        <div id="trace-filter-problem" role="alert">
          {problem && <QueryProblem text={text} problem={problem} />}
        </div>
      </div>
      <Button type="submit">Filter</Button>
    </form>
  )
}

/** The grammar is loaded when the first expression is sent. */
async function findProblem(text: string): Promise<Problem | null> {
  const { parseFilterExpression } = await import('@/lib/domain/traces/filter-expression/parse-filter-expression')
  const { error } = parseFilterExpression(text)
  return error
}
