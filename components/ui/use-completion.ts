'use client'

import { type KeyboardEvent, type SyntheticEvent, useRef, useState } from 'react'

/** from, to: what of the text the suggestion stands for. insert: what it becomes. */
export type Completing = { label: string; hint: string; insert: string; from: number; to: number }

export type Completion = ReturnType<typeof useCompletion>

/**
 * Completing a text while it is typed. asks: whether suggestions for the cursor are shown. active: the one that the arrows
 * have come to, -1 for none. onText takes what is typed or completed.
 */
export function useCompletion(text: string, onText: (text: string) => void) {
  const box = useRef<HTMLDivElement>(null)
  const [focused, setFocused] = useState(false)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const [cursor, setCursor] = useState(text.length)
  const input = () => box.current?.querySelector('input')
  const write = (next: string, at: number) => {
    setCursor(Math.min(at, next.length))
    setActive(-1)
    setOpen(true)
    onText(next)
  }
  const type = (next: string) => write(next, input()?.selectionStart ?? next.length)
  const choose = ({ insert, from, to }: Completing) => {
    const end = from + insert.length
    write(text.slice(0, from) + insert + text.slice(to), end)
    requestAnimationFrame(() => input()?.setSelectionRange(end, end))
  }
  const onKeyDown = (event: KeyboardEvent, suggestions: readonly Completing[]) => {
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
  const handlers = {
    onSelect: ({ currentTarget }: SyntheticEvent<HTMLInputElement>) => setCursor(currentTarget.selectionStart ?? 0),
    onFocus: () => {
      setFocused(true)
      setOpen(true)
    },
    onBlur: () => {
      setFocused(false)
      setOpen(false)
    },
  }
  const asks = open && (text !== '' || active >= 0)
  return { box, focused, open, asks, active, cursor, type, choose, onKeyDown, handlers }
}
