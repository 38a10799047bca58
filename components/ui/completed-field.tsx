'use client'

import { QueryProblem } from '@/components/ui/query-problem'
import { SearchField } from '@/components/ui/search-field'
import type { Completing, Completion } from '@/components/ui/use-completion'
import type { ExpressionProblem } from '@/components/ui/use-expression'
import { classNames } from '@/lib/client/class-names'

type Props = {
  /** Tells the fields of a page apart. */
  id: string
  label: string
  /** What the suggestions are. */
  listLabel: string
  text: string
  problem: ExpressionProblem | null
  suggestions: readonly Completing[]
  completion: Completion
  onText(text: string): void
}

/** Where an expression is typed, with what could come next; what cannot be read of it is pointed at. */
export function CompletedField({ id, label, listLabel, text, problem, suggestions, completion, onText }: Props) {
  const { active } = completion
  const [list, alert] = [`${id}-terms`, `${id}-problem`]
  return (
    <div ref={completion.box} className="relative min-w-48 flex-1">
      <SearchField
        label={label}
        mono
        role="combobox"
        aria-expanded={suggestions.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={active < 0 ? undefined : `${list}-${active}`}
        aria-invalid={problem !== null}
        aria-describedby={alert}
        value={text}
        onText={onText}
        onKeyDown={(event) => completion.onKeyDown(event, suggestions)}
        {...completion.handlers}
      />
      <div id={list} role="listbox" aria-label={listLabel} className={classNames(suggestions.length === 0 && 'hidden')}>
        <div className="absolute top-9 left-0 z-20 w-96 max-w-full rounded-(--radius) border border-line-strong bg-raised py-1">
          {suggestions.map((suggestion, at) => (
            <div
              key={suggestion.label}
              id={`${list}-${at}`}
              role="option"
              aria-selected={at === active}
              tabIndex={-1}
              onPointerDown={(event) => {
                event.preventDefault()
                completion.choose(suggestion)
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
      <div id={alert} role="alert">
        {problem && <QueryProblem text={text} problem={problem} />}
      </div>
    </div>
  )
}
