import type { TraceRecord } from '@/simulator/fleet/model/state'
import type { TraceSegment } from '@/simulator/fleet/types'

export function renderTrace(_record: TraceRecord, _nowMs: number): TraceSegment[] {
  return []
}
