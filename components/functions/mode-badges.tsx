import { Badge } from '@/components/ui/badge'

const LABELS: Record<string, string> = {
  provisioned: 'Provisioned',
  'snap-start': 'SnapStart',
  'managed-instances': 'Managed instances',
  durable: 'Durable',
  'tenant-isolated': 'Tenant isolation',
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
          {LABELS[mode] ?? mode}
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
