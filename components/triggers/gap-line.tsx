import type { SettingGap } from '@/lib/contracts/triggers'

/** What a setting would be, and why it is not known whether it is set; nothing where it is known. */
export function GapLine({ of, gap }: { of: string; gap: SettingGap | null }) {
  if (gap === null) return null
  return (
    <p className="wrap-anywhere text-muted text-sm">
      {of}: <span className="text-error">{gapWords(gap)}</span>
    </p>
  )
}

/** Why a setting is not known. What was read before a refusal is still shown beside it. */
export function gapWords({ state, iamAction }: SettingGap): string {
  switch (state) {
    case 'refused':
      return `not known; needs ${iamAction}`
    case 'unavailable':
      return 'not known; this endpoint does not tell'
    case 'not-read':
      return 'not read yet'
  }
}
