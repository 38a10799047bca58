'use client'

import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { TraceFilterForm } from '@/components/traces/trace-filter-form'
import { Button } from '@/components/ui/button'
import { CompletedField } from '@/components/ui/completed-field'
import { useExpression } from '@/components/ui/use-expression'
import { useGo } from '@/lib/client/navigation'
import { traceVocabularyOptions } from '@/lib/client/trace-groups-options'
import { useRange, useScope, useViewParams } from '@/lib/client/view-params'
import { parseFilterExpression } from '@/lib/domain/traces/filter-expression/parse-filter-expression'
import { suggestFilter } from '@/lib/domain/traces/filter-expression/suggest-filter'
import { normaliseTraceId } from '@/lib/domain/traces/normalise-trace-id'

const NO_WORDS = { services: [], types: [], annotations: [] }

/** Takes X-Ray filter expressions as they are, with what could come next, and trace IDs. What cannot be read is pointed at and not asked. */
export function TraceFilter({ filter }: { filter: string }) {
  const { set } = useViewParams()
  const go = useGo()
  const { text, problem, completion, write, check } = useExpression(filter, problemOf)
  const { range } = useRange()
  const { scope } = useScope()
  const { data } = useQuery({ ...traceVocabularyOptions(range, scope), enabled: completion.open })
  const suggestions = completion.asks ? suggestFilter(text, completion.cursor, data ?? NO_WORDS) : []
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    const traceId = normaliseTraceId(text.trim())
    if (traceId !== null) go(`/traces/${traceId}`)
    else if (check(text)) set({ filter: text.trim() })
  }
  return (
    <form onSubmit={onSubmit} className="flex min-w-0 flex-1 flex-wrap items-start gap-2 max-sm:basis-full">
      <CompletedField
        id="trace-filter"
        label={'Filter expression, such as responsetime > 2 AND service("orders-api"), or a trace ID'}
        listLabel="What may come next"
        {...{ text, problem, suggestions, completion }}
        onText={(next) => {
          completion.type(next)
          if (next === '' && filter !== '') set({ filter: null })
        }}
      />
      <TraceFilterForm
        text={text}
        onText={write}
        onApply={(next) => {
          if (check(next)) set({ filter: next })
        }}
      />
      <Button type="submit">Filter</Button>
    </form>
  )
}

function problemOf(expression: string) {
  return expression.trim() === '' ? null : parseFilterExpression(expression).error
}
