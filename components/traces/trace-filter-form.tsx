'use client'

import { Plus, SlidersHorizontal, X } from 'lucide-react'
import { useState } from 'react'
import { FIRST_ROW, readFormRows } from '@/components/traces/read-form-rows'
import { Button } from '@/components/ui/button'
import { Popover } from '@/components/ui/popover'
import {
  FORM_FIELDS,
  type FormField,
  type FormRow,
  filterOfForm,
  formOperators,
  OUTCOMES,
} from '@/lib/domain/traces/filter-expression/filter-form'
import { writeFilterExpression } from '@/lib/domain/traces/filter-expression/write-filter-expression'

type Props = { text: string; onText(text: string): void; onApply(text: string): void }

const CONTROL = 'h-7 min-w-0 rounded-(--radius) border border-line-strong bg-surface px-1.5 text-xs'

/** The same filter as lines of a form, which write the expression. */
export function TraceFilterForm({ text, onText, onApply }: Props) {
  return (
    <Popover
      label="Filter as a form"
      width={460}
      align="end"
      className="h-8 gap-1.5 rounded-(--radius) border border-line-strong px-2.5 text-muted text-xs hover:bg-hover hover:text-text"
      trigger={
        <>
          <SlidersHorizontal aria-hidden className="size-3.5" />
          Form
        </>
      }
    >
      {(close) => (
        <Lines
          text={text}
          onText={onText}
          onApply={(next) => {
            onApply(next)
            close()
          }}
        />
      )}
    </Popover>
  )
}

function Lines({ text, onText, onApply }: Props) {
  const [{ rows, reason }, setForm] = useState(() => readFormRows(text))
  if (rows === null) return <p className="p-3 text-muted text-sm">{reason}</p>
  const change = (next: FormRow[]) => {
    setForm({ rows: next, reason: null })
    const filter = filterOfForm(next)
    if (filter !== null) onText(writeFilterExpression(filter))
    else if (next.length === 0) onText('')
  }
  const filter = filterOfForm(rows)
  return (
    <div className="flex flex-col gap-2 p-3">
      {rows.map((row, at) => (
        <Line
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name but their place
          key={at}
          row={row}
          label={`Condition ${at + 1}`}
          onChange={(next) => change(rows.with(at, next))}
          onRemove={() => change(rows.toSpliced(at, 1))}
        />
      ))}
      <div className="flex justify-between gap-2">
        <Button type="button" look="ghost" size="sm" onClick={() => change([...rows, FIRST_ROW])}>
          <Plus aria-hidden className="size-3.5" />
          Add a condition
        </Button>
        <Button
          type="button"
          size="sm"
          disabled={rows.length > 0 && filter === null}
          onClick={() => onApply(filter === null ? '' : writeFilterExpression(filter))}
        >
          Apply
        </Button>
      </div>
    </div>
  )
}

type LineProps = { row: FormRow; label: string; onChange(row: FormRow): void; onRemove(): void }

function Line({ row, label, onChange, onRemove }: LineProps) {
  const changeField = (field: FormField) => {
    const operator = formOperators(field)[0] ?? '='
    onChange({ field, key: '', operator, value: field === 'outcome' ? 'fault' : '' })
  }
  return (
    <fieldset aria-label={label} className="flex items-center gap-1.5">
      <select
        aria-label="Field"
        className={CONTROL}
        value={row.field}
        onChange={(event) => {
          const chosen = FORM_FIELDS.find(({ field }) => field === event.target.value)
          if (chosen !== undefined) changeField(chosen.field)
        }}
      >
        {FORM_FIELDS.map(({ field, label: name }) => (
          <option key={field} value={field}>
            {name}
          </option>
        ))}
      </select>
      {row.field === 'annotation' && (
        <input
          aria-label="Key"
          placeholder="key"
          className={`${CONTROL} w-20`}
          value={row.key}
          onChange={(event) => onChange({ ...row, key: event.target.value })}
        />
      )}
      <Options
        label="Comparison"
        value={row.operator}
        options={formOperators(row.field)}
        onChoose={(operator) => onChange({ ...row, operator })}
      />
      {row.field === 'outcome' ? (
        <Options label="Value" value={row.value} options={OUTCOMES} onChoose={(value) => onChange({ ...row, value })} />
      ) : (
        <input
          aria-label="Value"
          placeholder="value"
          className={`${CONTROL} flex-1`}
          value={row.value}
          onChange={(event) => onChange({ ...row, value: event.target.value })}
        />
      )}
      <button
        type="button"
        aria-label={`Remove ${label.toLowerCase()}`}
        onClick={onRemove}
        className="ml-auto p-1 text-muted hover:text-text"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </fieldset>
  )
}

type OptionsProps = { label: string; value: string; options: readonly string[]; onChoose(value: string): void }

function Options({ label, value, options, onChoose }: OptionsProps) {
  return (
    <select aria-label={label} className={CONTROL} value={value} onChange={(event) => onChoose(event.target.value)}>
      {options.map((option) => (
        <option key={option}>{option}</option>
      ))}
    </select>
  )
}
