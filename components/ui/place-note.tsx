'use client'

import { usePlaceWords } from '@/lib/client/known-places'
import type { Place } from '@/lib/client/place'

/** Where something of that name is, beside its name: nothing where all that is known is in one place. */
export function PlaceNote({ of }: { of: Place }) {
  const words = usePlaceWords()(of)
  return words === null ? null : <span className="whitespace-nowrap font-normal text-faint text-xs">{words}</span>
}
