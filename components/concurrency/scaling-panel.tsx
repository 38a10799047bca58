import { NamesPanel } from '@/components/configuration/names-panel'
import type { Scaling, ScalingOfVersions } from '@/lib/contracts/concurrency'
import { formatCount } from '@/lib/domain/format'

type Props = { scaling: ScalingOfVersions; whenUnknown: string }

/** How many execution environments the versions of a function may have; nothing of one that Lambda itself scales. */
export function ScalingPanel({ scaling, whenUnknown }: Props) {
  if (scaling === null) return null
  return (
    <NamesPanel
      title="Managed instances"
      help="Execution environments that each version has at least and at most on the instances of its capacity provider. Each of them serves several requests at once."
      names={scaling.length === 0 ? null : scaling.map(describeScaling)}
      whenNone="none"
      whenUnknown={`not known: ${whenUnknown}`}
      note={null}
    />
  )
}

/** "version 3 · 3 to 15 environments" */
function describeScaling({ version, min, max, appliedMin, appliedMax }: Scaling): string {
  const isInEffect = min === appliedMin && max === appliedMax
  const inEffect = isInEffect ? '' : ` · ${formatCount(appliedMin)} to ${formatCount(appliedMax)} in effect`
  return `version ${version} · ${formatCount(min)} to ${formatCount(max)} environments${inEffect}`
}
