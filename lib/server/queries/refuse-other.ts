import { AppError } from '@/lib/server/app-error'

/** Throws CONFLICT when a trace was stored anew since a page was made of it: its spans may stand elsewhere. */
export function refuseOther(wanted: string, found: string): void {
  if (found === wanted) return
  throw new AppError('CONFLICT', 'This trace has grown since the page was loaded. Load the page again.')
}
