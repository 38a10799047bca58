import type { Operation } from '@/simulator/wire/operation'

export type BillLine = {
  accountId: string
  region: string
  service: string
  operation: string
  calls: number
  billedUnits: number
  /** Those of the dearest call. */
  mostUnits: number
  usd: number
}

type Entry = Pick<BillLine, 'region' | 'service' | 'operation' | 'calls' | 'mostUnits'> & {
  atMs: number
  units: number
}

/** USD per billed unit. Lambda and STS reads are free, and those of Logs but for Insights, which bills what it scans. */
function unitPrice(service: string, operation: string): number {
  if (service === 'cloudwatch') return 0.01 / 1000
  if (service === 'xray' && (operation === 'GetTraceSummaries' || operation === 'BatchGetTraces'))
    return 0.5 / 1_000_000
  if (service === 'logs' && operation === 'StartQuery') return 0.005 / 1_000_000_000
  return 0
}

/**
 * What AWS would charge for the calls it has answered, also where the answer was lost on its way. Every call counts as a
 * call; units come from answered calls only: metrics requested (GetMetricData), traces scanned or retrieved (X-Ray),
 * requests (other CloudWatch calls).
 */
export class Bill {
  readonly #accountId: string
  readonly #entries = new Map<string, Entry>()

  constructor(accountId: string) {
    this.#accountId = accountId
  }

  record(operation: Operation, region: string, atMs: number, answered: boolean, units: number): void {
    const minuteMs = Math.floor(atMs / 60_000) * 60_000
    const key = `${minuteMs}/${region}/${operation.service}/${operation.name}`
    const entry = this.#entries.get(key) ?? {
      atMs: minuteMs,
      region,
      service: operation.service,
      operation: operation.name,
      calls: 0,
      units: 0,
      mostUnits: 0,
    }
    const perRequest = operation.service === 'cloudwatch' && operation.name !== 'GetMetricData'
    const billed = !answered ? 0 : perRequest ? 1 : units
    entry.calls += 1
    entry.units += billed
    entry.mostUnits = Math.max(entry.mostUnits, billed)
    this.#entries.set(key, entry)
  }

  /** The bill of a window of the account's clock (whole minutes, `from` inclusive, `to` exclusive). */
  read(fromMs: number, toMs: number): { totalUsd: number; calls: number; byApi: BillLine[] } {
    const lines = new Map<string, BillLine>()
    for (const entry of this.#entries.values()) {
      if (entry.atMs < Math.floor(fromMs / 60_000) * 60_000 || entry.atMs >= toMs) continue
      const key = `${entry.region}/${entry.service}/${entry.operation}`
      const line = lines.get(key) ?? {
        accountId: this.#accountId,
        region: entry.region,
        service: entry.service,
        operation: entry.operation,
        calls: 0,
        billedUnits: 0,
        mostUnits: 0,
        usd: 0,
      }
      line.calls += entry.calls
      line.billedUnits += entry.units
      line.mostUnits = Math.max(line.mostUnits, entry.mostUnits)
      line.usd = line.billedUnits * unitPrice(entry.service, entry.operation)
      lines.set(key, line)
    }
    const byApi = [...lines.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line)
    return {
      totalUsd: byApi.reduce((sum, line) => sum + line.usd, 0),
      calls: byApi.reduce((sum, line) => sum + line.calls, 0),
      byApi,
    }
  }
}
