import { Badge } from '@/components/ui/badge'

const SHORT: Record<string, string> = {
  provisioned: 'PC',
  'snap-start': 'SnapStart',
  'managed-instances': 'MI',
  durable: 'Durable',
  'tenant-isolated': 'Tenant',
}

const MEANING: Record<string, string> = {
  provisioned: 'Has provisioned concurrency',
  'snap-start': 'Restores from a SnapStart snapshot',
  'managed-instances': 'Runs on managed instances',
  durable: 'Durable function',
  'tenant-isolated': 'Isolated by tenant',
}

/** How the function runs when it is not plain on demand. inferred: only its logs or metrics name it. */
export function ModeBadges({ modes, inferred }: { modes: readonly string[]; inferred: boolean }) {
  return (
    <>
      {modes.map((mode) => (
        <Badge key={mode} title={MEANING[mode] ?? mode}>
          {SHORT[mode] ?? mode}
        </Badge>
      ))}
      {inferred && (
        <Badge tone="error" title="Known from its log group or metrics only: the function listing did not answer">
          Inferred
        </Badge>
      )}
    </>
  )
}
