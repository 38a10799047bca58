import type { ParamPatch } from '@/lib/client/view-params'
import type { CostSaving } from '@/lib/contracts/cost'

/** evidence: which tab of the function tells what the saving rests on. */
type Kind = { label: string; evidence: { rest: string; params?: ParamPatch } }

export const SAVING_KINDS: Readonly<Record<CostSaving['kind'], Kind>> = {
  memory: { label: 'memory', evidence: { rest: '/performance' } },
  provisioned: { label: 'provisioned', evidence: { rest: '/concurrency' } },
  architecture: { label: 'arm64', evidence: { rest: '/configuration' } },
  retries: { label: 'retries', evidence: { rest: '/invocations', params: { result: 'failed' } } },
}
