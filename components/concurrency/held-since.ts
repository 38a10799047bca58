import { formatMinute } from '@/lib/domain/format'

const MINUTE = 60_000

/** heldFromMs: since when it is known what functions hold, null: not yet. fromMs: from when on that is asked. */
type Asked = { heldFromMs: number | null; fromMs: number }

/** That it is not known what functions held in a part of the window; null where it is known of all of it. */
export function heldSince({ heldFromMs, fromMs }: Asked, zone: string): string | null {
  if (heldFromMs === null) {
    return 'What functions had reserved and provisioned is not known of any past minute: not all are looked at yet, or it is refused.'
  }
  if (heldFromMs <= fromMs) return null
  return `What functions had reserved and provisioned before ${formatMinute(Math.ceil(heldFromMs / MINUTE) * MINUTE, zone)} is not known, and taken as what stood then.`
}
