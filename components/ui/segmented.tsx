'use client'

import { classNames } from '@/lib/client/class-names'

type Props<Value extends string> = {
  label: string
  value: Value
  /** short: what of the label is shown on a phone. */
  options: readonly { value: Value; label: string; short?: string }[]
  onChange(value: Value): void
}

/** A few choices of which one holds; where there is no room for all of them they scroll. */
export function Segmented<Value extends string>({ label, value, options, onChange }: Props<Value>) {
  return (
    <fieldset
      aria-label={label}
      className="inline-flex min-w-0 max-w-full overflow-x-auto rounded-(--radius) border border-line bg-sunken p-0.5"
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-label={option.short && option.label}
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={classNames(
            'h-6 shrink-0 whitespace-nowrap rounded px-2 font-medium text-xs -outline-offset-2',
            option.value === value ? 'bg-surface text-text' : 'text-muted hover:text-text',
          )}
        >
          {option.short === undefined ? (
            option.label
          ) : (
            <>
              <span className="max-sm:hidden">{option.label}</span>
              <span className="sm:hidden">{option.short}</span>
            </>
          )}
        </button>
      ))}
    </fieldset>
  )
}
