'use client'

import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Brand } from '@/components/frame/brand'
import { NavLinks } from '@/components/frame/nav-links'
import { IconButton } from '@/components/ui/icon-button'

/** The navigation of narrow windows. */
export default function NavDrawer({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  // What had the focus gets it back from the dialog as it closes.
  const close = () => dialog.current?.close()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the dialog's own; the click only closes by its backdrop
    <dialog
      ref={dialog}
      aria-label="Navigation"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && close()}
      className="m-0 h-dvh max-h-none w-64 max-w-[85vw] border-r bg-surface"
    >
      <nav aria-label="Main">
        <div className="flex h-12 items-center justify-between pr-2 pl-3">
          <Brand />
          <IconButton label="Close the navigation" onClick={close}>
            <X aria-hidden className="size-4" />
          </IconButton>
        </div>
        <NavLinks onGo={close} />
      </nav>
    </dialog>
  )
}
