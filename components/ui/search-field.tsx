'use client'

import { Search, X } from 'lucide-react'
import { type ComponentProps, useRef, useState } from 'react'
import { classNames } from '@/lib/client/class-names'

type Props = Omit<ComponentProps<'input'>, 'onChange'> & { label: string; onText(text: string): void; mono?: boolean }

/** A filter box. Slash focuses the first one of the page, Enter leaves it for the keys of lists. */
export function SearchField({ label, onText, mono, className, value, ...rest }: Props) {
  const input = useRef<HTMLInputElement>(null)
  // What is typed stands at once: where it is kept, such as in the URL, may lag behind quick fingers.
  const [typed, setTyped] = useState<string | null>(null)
  if (typed !== null && typed === value) setTyped(null)
  return (
    <div className={classNames('relative min-w-0', className)}>
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" />
      <input
        ref={input}
        type="text"
        aria-label={label}
        placeholder={label}
        spellCheck={false}
        autoComplete="off"
        value={typed ?? value}
        onChange={(event) => {
          setTyped(event.target.value)
          onText(event.target.value)
        }}
        onBlur={() => setTyped(null)}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        className={classNames(
          'h-8 w-full min-w-0 rounded-(--radius) border border-line-strong bg-surface pr-8 pl-8 text-sm',
          mono && 'font-mono text-xs',
        )}
        {...rest}
      />
      {value !== '' && value !== undefined && (
        <button
          type="button"
          aria-label="Clear"
          onClick={() => {
            setTyped(null)
            onText('')
            input.current?.focus()
          }}
          className="absolute top-1 right-1 inline-flex size-[24px] items-center justify-center rounded text-faint hover:text-text"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </div>
  )
}
