'use client'

import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Brand } from '@/components/frame/brand'
import { NavLinks } from '@/components/frame/nav-links'
import { IconButton } from '@/components/ui/icon-button'

/** The navigation of narrow windows. */
export function NavDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (open) dialog.current?.showModal()
    else dialog.current?.close()
  }, [open])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the dialog's own; the click only closes by its backdrop
    <dialog
      ref={dialog}
      aria-label="Navigation"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
      className="m-0 h-dvh max-h-none w-64 max-w-[85vw] border-r bg-surface"
    >
      {open && (
        <nav aria-label="Main">
          <div className="flex h-12 items-center justify-between pr-2 pl-3">
            <Brand />
            <IconButton label="Close the navigation" onClick={onClose}>
              <X aria-hidden className="size-4" />
            </IconButton>
          </div>
          <NavLinks onGo={onClose} />
        </nav>
      )}
    </dialog>
  )
}
