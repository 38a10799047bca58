import type { ScatterColumns } from '@/components/traces/prepare-scatter'
import { formatMinute } from '@/lib/domain/format'

type Points = { isAll: boolean; fromMs: number; durationsMs: ScatterColumns['durationsMs'] }

/** What the scatter shows: how many traces, from when on where older ones are left out, and how many have no place on it. */
export function describePoints({ isAll, fromMs, durationsMs }: Points, zone: string): string {
  const count = durationsMs.length.toLocaleString('en')
  const shown = isAll ? `${count} traces` : `the newest ${count} traces, since ${formatMinute(fromMs, zone)}`
  const unknown = durationsMs.filter((ms) => ms === null).length
  return unknown === 0 ? shown : `${shown} · ${unknown.toLocaleString('en')} of unknown duration, which are not drawn`
}

/** The same where the traces could not be loaded: those of the list stand for them. */
export function describeListed(count: number): string {
  return `only the ${count.toLocaleString('en')} traces of the list: the others could not be loaded`
}
