'use client'

import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react'
import { TraceFilterForm } from '@/components/traces/trace-filter-form'
import { Button } from '@/components/ui/button'
import { QueryProblem } from '@/components/ui/query-problem'
import { SearchField } from '@/components/ui/search-field'
import { classNames } from '@/lib/client/class-names'
import { useGo } from '@/lib/client/navigation'
import { traceVocabularyOptions } from '@/lib/client/trace-groups-options'
import { useRange, useScope, useViewParams } from '@/lib/client/view-params'
import { parseFilterExpression } from '@/lib/domain/traces/filter-expression/parse-filter-expression'
import { type FilterSuggestion, suggestFilter } from '@/lib/domain/traces/filter-expression/suggest-filter'
import { normaliseTraceId } from '@/lib/domain/traces/normalise-trace-id'

const LIST = 'trace-filter-terms'
const PROBLEM = 'trace-filter-problem'
const NO_WORDS = { services: [], types: [], annotations: [] }

/** Takes X-Ray filter expressions as they are, with what could come next, and trace IDs. What cannot be read is pointed at and not asked. */
export function TraceFilter({ filter }: { filter: string }) {
  const { set } = useViewParams()
  const go = useGo()
  const field = useFilterField(filter)
  const { text, problem, suggestions, active } = field
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    const traceId = normaliseTraceId(text.trim())
    if (traceId !== null) go(`/traces/${traceId}`)
    else if (field.check(text)) set({ filter: text.trim() })
  }
  return (
    <form
      ref={field.form}
      onSubmit={onSubmit}
      className="flex min-w-0 flex-1 flex-wrap items-start gap-2 max-sm:basis-full"
    >
      <div className="relative min-w-48 flex-1">
        <SearchField
          label={'Filter expression, such as responsetime > 2 AND service("orders-api"), or a trace ID'}
          mono
          role="combobox"
          aria-expanded={suggestions.length > 0}
          aria-controls={LIST}
          aria-autocomplete="list"
          aria-activedescendant={active < 0 ? undefined : `${LIST}-${active}`}
          aria-invalid={problem !== null}
          aria-describedby={PROBLEM}
          value={text}
          onText={(next) => {
            field.type(next)
            if (next === '' && filter !== '') set({ filter: null })
          }}
          onKeyDown={field.onKeyDown}
          onFocus={() => field.setOpen(true)}
          onBlur={() => field.setOpen(false)}
        />
        <Suggestions suggestions={suggestions} active={active} onChoose={field.choose} />
        <div id={PROBLEM} role="alert">
          {problem && <QueryProblem text={text} problem={problem} />}
        </div>
      </div>
      <TraceFilterForm
        text={text}
        onText={field.write}
        onApply={(next) => {
          if (field.check(next)) set({ filter: next })
        }}
      />
      <Button type="submit">Filter</Button>
    </form>
  )
}

type SuggestionsProps = {
  suggestions: readonly FilterSuggestion[]
  active: number
  onChoose(suggestion: FilterSuggestion): void
}

function Suggestions({ suggestions, active, onChoose }: SuggestionsProps) {
  return (
    <div
      id={LIST}
      role="listbox"
      aria-label="What may come next"
      className={classNames(suggestions.length === 0 && 'hidden')}
    >
      <div className="absolute top-9 left-0 z-20 w-96 max-w-full rounded-(--radius) border border-line-strong bg-raised py-1">
        {suggestions.map((suggestion, at) => (
          <div
            key={suggestion.label}
            id={`${LIST}-${at}`}
            role="option"
            aria-selected={at === active}
            tabIndex={-1}
            onPointerDown={(event) => {
              event.preventDefault()
              onChoose(suggestion)
            }}
            className={classNames(
              'flex cursor-pointer items-baseline gap-2 px-3 py-1 text-xs hover:bg-hover',
              at === active && 'bg-selected',
            )}
          >
            <span className="truncate font-mono">{suggestion.label}</span>
            <span className="truncate text-muted">{suggestion.hint}</span>
          </div>
        ))}
      </div>
    </div>
  )
}

function useFilterField(filter: string) {
  const [text, setText] = useState(filter)
  const [problem, setProblem] = useState(() => problemOf(filter))
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const form = useRef<HTMLFormElement>(null)
  const { range } = useRange()
  const { scope } = useScope()
  const { data } = useQuery({ ...traceVocabularyOptions(range, scope), enabled: open })
  const input = () => form.current?.querySelector('input')
  const cursor = input()?.selectionStart ?? text.length
  const suggestions = open && (text !== '' || active >= 0) ? suggestFilter(text, cursor, data ?? NO_WORDS) : []
  const write = (next: string) => {
    setText(next)
    setProblem(null)
    setActive(-1)
  }
  const type = (next: string) => {
    write(next)
    setOpen(true)
  }
  const choose = ({ insert, from, to }: FilterSuggestion) => {
    type(text.slice(0, from) + insert + text.slice(to))
    requestAnimationFrame(() => input()?.setSelectionRange(from + insert.length, from + insert.length))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = suggestions[active]
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive(Math.max(-1, Math.min(Math.max(suggestions.length - 1, 0), active + step)))
    } else if (event.key === 'Escape') setOpen(false)
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined) {
      event.preventDefault()
      choose(chosen)
    } else if (event.key === 'Enter') setOpen(false)
  }
  const check = (expression: string) => {
    const found = problemOf(expression)
    setProblem(found)
    return found === null
  }
  return { text, problem, suggestions, active, form, write, type, choose, onKeyDown, setOpen, check }
}

function problemOf(expression: string) {
  return expression.trim() === '' ? null : parseFilterExpression(expression).error
}
