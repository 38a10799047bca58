'use client'

import { useEffect } from 'react'
import { beginNavigation, useIsNavigating } from '@/lib/client/navigation'

/** A bar at the top while a page that was asked for is on its way; one that comes in a blink is not announced. */
export function NavigationBar() {
  const isNavigating = useIsNavigating()
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null
      if (link !== null && opensHere(event, link)) beginNavigation(link.href)
    }
    window.addEventListener('click', onClick, true)
    return () => window.removeEventListener('click', onClick, true)
  }, [])
  return isNavigating ? <div role="progressbar" aria-label="Loading the page" className="navigation-bar" /> : null
}

function opensHere(event: MouseEvent, { target, origin }: HTMLAnchorElement): boolean {
  const isElsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
  return !isElsewhere && target !== '_blank' && origin === location.origin
}
