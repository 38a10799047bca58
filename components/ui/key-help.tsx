'use client'

import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { IconButton } from '@/components/ui/icon-button'

const SIGNS: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc' }

type Props = { title: string; rows: readonly { keys: readonly string[]; says: string }[]; onClose(): void }

/** A dialog that lists keys and what they do. */
export function KeyHelp({ title, rows, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog
      ref={dialog}
      aria-label={title}
      onClose={onClose}
      className="m-auto w-96 max-w-[calc(100vw-16px)] rounded-lg border border-line-strong bg-raised"
    >
      <div className="flex items-center justify-between border-b py-1 pr-2 pl-4">
        <h2 className="font-medium">{title}</h2>
        <IconButton label="Close" onClick={() => dialog.current?.close()}>
          <X aria-hidden className="size-4" />
        </IconButton>
      </div>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1.5 p-4 text-sm">
        {rows.map(({ keys, says }) => (
          <div key={says} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <kbd key={key} className="min-w-6 rounded border bg-sunken px-1.5 text-center text-xs">
                  {SIGNS[key] ?? key}
                </kbd>
              ))}
            </dt>
            <dd className="text-muted">{says}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  )
}
