'use client'

import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { suggestTerms } from '@/components/logs/suggest-terms'
import { Button } from '@/components/ui/button'
import { CompletedField } from '@/components/ui/completed-field'
import { useExpression } from '@/components/ui/use-expression'
import { functionsOptions } from '@/lib/client/functions-options'
import { useRange } from '@/lib/client/view-params'
import { parseLogQuery } from '@/lib/domain/logs/search/parse-log-query'

type Props = { query: string; fields: readonly string[]; onSearch(query: string): void }

/** Where a search is typed, with what could come next. What cannot be read is pointed at and not asked. */
export function LogQueryField({ query, fields, onSearch }: Props) {
  const { text, problem, completion, check } = useExpression(query, problemOf)
  const { range } = useRange()
  const { data } = useQuery({ ...functionsOptions(range), enabled: completion.open && text.includes('function:') })
  const functions = (data?.items ?? []).map(({ name }) => name)
  const suggestions = completion.asks ? suggestTerms(text, completion.cursor, { functions, fields }) : []
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (check(text)) onSearch(text.trim())
  }
  return (
    <form onSubmit={onSubmit} className="flex min-w-0 flex-1 items-start gap-2 max-sm:basis-full">
      <CompletedField
        id="log-query"
        label="Words, “a phrase”, level:error, order.id:17, -without"
        listLabel="Terms"
        {...{ text, problem, suggestions, completion }}
        onText={(next) => {
          completion.type(next)
          if (next === '' && query !== '') onSearch('')
        }}
      />
      <Button type="submit">Search</Button>
    </form>
  )
}

function problemOf(query: string) {
  return parseLogQuery(query).error
}
