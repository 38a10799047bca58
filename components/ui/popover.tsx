'use client'

import { type ReactNode, type ToggleEvent, useId, useRef, useState } from 'react'
import { classNames } from '@/lib/client/class-names'

type Props = {
  /** Names both the trigger and what it opens. */
  label: string
  trigger: ReactNode
  children: ReactNode | ((close: () => void) => ReactNode)
  width?: number
  align?: 'start' | 'end'
  className?: string
  title?: string
}

const MARGIN = 8

/**
 * The browser's own popover: top layer, Escape, light dismiss and the return of focus come with it, and no code.
 * It is placed before it is shown, so that it never jumps.
 */
export function Popover({ label, trigger, children, width = 280, align = 'start', className, title }: Props) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const onBeforeToggle = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState !== 'open' || !button.current || !panel.current) return
    setOpen(true)
    place(panel.current, button.current.getBoundingClientRect(), width, align)
  }
  const onToggle = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState === 'closed') setOpen(false)
    else panel.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={label}
        title={title}
        className={classNames('inline-flex items-center', className)}
      >
        {trigger}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        onBeforeToggle={onBeforeToggle}
        onToggle={onToggle}
        className="fixed overflow-y-auto rounded-(--radius) border border-line-strong bg-raised text-sm text-text"
      >
        {open && (typeof children === 'function' ? children(() => panel.current?.hidePopover()) : children)}
      </div>
    </>
  )
}

function place(panel: HTMLElement, anchor: DOMRect, wanted: number, align: 'start' | 'end'): void {
  const width = Math.min(wanted, window.innerWidth - 2 * MARGIN)
  const left = align === 'start' ? anchor.left : anchor.right - width
  const below = window.innerHeight - anchor.bottom - 4 - MARGIN
  const above = anchor.top - 4 - MARGIN
  const upwards = below < 200 && above > below
  Object.assign(panel.style, {
    width: `${width}px`,
    left: `${Math.max(MARGIN, Math.min(left, window.innerWidth - width - MARGIN))}px`,
    top: upwards ? 'auto' : `${anchor.bottom + 4}px`,
    bottom: upwards ? `${window.innerHeight - anchor.top + 4}px` : 'auto',
    maxHeight: `${upwards ? above : below}px`,
  })
}
