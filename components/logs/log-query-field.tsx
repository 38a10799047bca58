'use client'

import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react'
import { type Suggestion, suggestTerms } from '@/components/logs/suggest-terms'
import { Button } from '@/components/ui/button'
import { QueryProblem } from '@/components/ui/query-problem'
import { SearchField } from '@/components/ui/search-field'
import { classNames } from '@/lib/client/class-names'
import { functionsOptions } from '@/lib/client/functions-options'
import { useRange } from '@/lib/client/view-params'
import { parseLogQuery } from '@/lib/domain/logs/search/parse-log-query'

type Props = { query: string; fields: readonly string[]; onSearch(query: string): void }

const LIST = 'log-query-terms'
const PROBLEM = 'log-query-problem'

/** Where a search is typed, with what could come next. What cannot be read is pointed at and not asked. */
export function LogQueryField({ query, fields, onSearch }: Props) {
  const field = useTerms(query, fields)
  const { text, problem, suggestions, active } = field
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (field.check()) onSearch(text.trim())
  }
  return (
    <form ref={field.form} onSubmit={onSubmit} className="flex min-w-0 flex-1 items-start gap-2 max-sm:basis-full">
      <div className="relative min-w-48 flex-1">
        <SearchField
          label="Words, “a phrase”, level:error, order.id:17, -without"
          mono
          role="combobox"
          aria-expanded={suggestions.length > 0}
          aria-controls={LIST}
          aria-activedescendant={active < 0 ? undefined : `${LIST}-${active}`}
          aria-invalid={problem !== null}
          aria-describedby={PROBLEM}
          value={text}
          onText={(next) => {
            field.type(next)
            if (next === '' && query !== '') onSearch('')
          }}
          onKeyDown={field.onKeyDown}
          onFocus={() => field.setOpen(true)}
          onBlur={() => field.setOpen(false)}
        />
        <div id={LIST} role="listbox" aria-label="Terms" className={classNames(suggestions.length === 0 && 'hidden')}>
          <div className="absolute top-9 left-0 z-20 w-80 max-w-full rounded-(--radius) border border-line-strong bg-raised py-1">
            {suggestions.map((suggestion, at) => (
              <div
                key={suggestion.label}
                id={`${LIST}-${at}`}
                role="option"
                aria-selected={at === active}
                tabIndex={-1}
                onPointerDown={(event) => {
                  event.preventDefault()
                  field.choose(suggestion)
                }}
                className={classNames(
                  'flex cursor-pointer items-baseline gap-2 px-3 py-1 text-xs hover:bg-hover',
                  at === active && 'bg-selected',
                )}
              >
                <span className="font-mono">{suggestion.label}</span>
                <span className="truncate text-muted">{suggestion.hint}</span>
              </div>
            ))}
          </div>
        </div>
        <div id={PROBLEM} role="alert">
          {problem && <QueryProblem text={text} problem={problem} />}
        </div>
      </div>
      <Button type="submit">Search</Button>
    </form>
  )
}

function useTerms(query: string, fields: readonly string[]) {
  const [text, setText] = useState(query)
  const [problem, setProblem] = useState(() => parseLogQuery(query).error)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const form = useRef<HTMLFormElement>(null)
  const { range } = useRange()
  const { data } = useQuery({ ...functionsOptions(range), enabled: open && text.includes('function:') })
  const input = () => form.current?.querySelector('input')
  const functions = (data?.items ?? []).map(({ name }) => name)
  const cursor = input()?.selectionStart ?? text.length
  const suggestions = open && (text !== '' || active >= 0) ? suggestTerms(text, cursor, { functions, fields }) : []
  const type = (next: string) => {
    setText(next)
    setProblem(null)
    setActive(-1)
    setOpen(true)
  }
  const choose = ({ insert, from, to }: Suggestion) => {
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
  const check = () => {
    const { error } = parseLogQuery(text)
    setProblem(error)
    return error === null
  }
  return { text, problem, suggestions, active, form, type, choose, onKeyDown, setOpen, check }
}
