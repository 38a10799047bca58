import type { Tone } from '@/components/ui/badge'
import type { ParamPatch } from '@/lib/client/view-params'
import type { CostSaving } from '@/lib/contracts/cost'

/** evidence: which tab of the function tells what the saving rests on. */
type Kind = { label: string; tone: Tone; evidence: { rest: string; params?: ParamPatch } }

export const SAVING_KINDS: Readonly<Record<CostSaving['kind'], Kind>> = {
  memory: { label: 'memory', tone: 'cold', evidence: { rest: '/performance' } },
  provisioned: { label: 'provisioned', tone: 'throttle', evidence: { rest: '/concurrency' } },
  architecture: { label: 'arm64', tone: 'ok', evidence: { rest: '/configuration' } },
  retries: { label: 'retries', tone: 'fault', evidence: { rest: '/invocations', params: { result: 'failed' } } },
}
