'use client'

import { Keyboard as KeyboardIcon } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { GO_KEYS } from '@/components/frame/frame-keys'
import { IconButton } from '@/components/ui/icon-button'
import { useGo } from '@/lib/client/navigation'
import { isTyping } from '@/lib/client/use-list-keys'

const FrameKeyHelp = lazy(() => import('@/components/frame/frame-key-help'))

/** How long after "g" its letter may come. */
const CHORD_MS = 1_500

/** The keys of every page: "g" and a letter go somewhere, "/" goes to the page's filter, "?" shows them all. */
export function Keyboard() {
  const [help, setHelp] = useState(false)
  const go = useGo()
  const latest = useRef({ go: (_: string) => {} })
  useEffect(() => {
    latest.current = { go }
  })
  useEffect(() => {
    let chordUntil = 0
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
      const path = performance.now() < chordUntil ? GO_KEYS.get(event.key) : undefined
      chordUntil = event.key === 'g' ? performance.now() + CHORD_MS : 0
      if (path !== undefined) latest.current.go(path)
      else if (event.key === '?') setHelp(true)
      else if (event.key === '/') focusFilter(event)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    <>
      <IconButton label="Keys" onClick={() => setHelp(true)} className="hidden xl:inline-flex">
        <KeyboardIcon aria-hidden strokeWidth={1.75} className="size-4" />
      </IconButton>
      {help && (
        <Suspense>
          <FrameKeyHelp onClose={() => setHelp(false)} />
        </Suspense>
      )}
    </>
  )
}

function focusFilter(event: KeyboardEvent): void {
  const field = document.querySelector<HTMLInputElement>('main input[type="search"], main input[type="text"]')
  if (field === null) return
  event.preventDefault()
  field.focus()
}
