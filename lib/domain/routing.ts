/** Invocations of one function in one window, as CloudWatch counts them by route and as log streams show them by version. */
export type TrafficInput = {
  /** weights: share of the additional version, as Lambda's routing config; empty for an alias of one version. */
  aliases: readonly { name: string; version: string; weights: Readonly<Record<string, number>> }[]
  direct: ReadonlyMap<string, number>
  viaAlias: ReadonlyMap<string, number>
  viaAliasExecuted: ReadonlyMap<string, ReadonlyMap<string, number>>
  fromLogs: ReadonlyMap<string, number>
}

export type TrafficSet =
  | { kind: 'direct' }
  | { kind: 'alias'; alias: string }
  | { kind: 'alias-executed'; alias: string }

type AliasRouting = { versions: string[]; reason: null } | { versions: null; reason: string }
type VersionRouting = { sets: TrafficSet[]; reason: null } | { sets: null; reason: string }

export type RoutingResult = {
  /** The versions whose log lines are wholly the alias' own; [] when nothing came through it. */
  aliases: Map<string, AliasRouting>
  /** The dimension sets whose sum is what ran on the version; [] when nothing ran on it. */
  versions: Map<string, VersionRouting>
}

/** Calls that reached a version by one route. `set` is null when no dimension set holds just these. */
type Flow = { alias: string | null; set: TrafficSet | null; count: number }
type Flows = Map<string, Flow[]>

/**
 * Tells which figures belong to which qualifier. CloudWatch counts a call under the name that the caller used (a version,
 * an alias, and for a weighted alias the version that it fell to); a log stream names only the version that ran. Neither
 * alone knows both, and an alias may have moved within the window. So the two have to prove each other: what the routes
 * sent to a version must equal what its log lines show, to the last invocation; otherwise the answer is null with a reason.
 */
export function attributeTraffic(input: TrafficInput): RoutingResult {
  const flows = findFlows(input)
  const versions = new Map<string, VersionRouting>()
  for (const version of new Set([...flows.keys(), ...input.fromLogs.keys(), ...input.direct.keys()])) {
    versions.set(version, judgeVersion(version, flows.get(version) ?? [], input))
  }
  const aliases = new Map<string, AliasRouting>()
  for (const name of new Set([...input.aliases.map((alias) => alias.name), ...input.viaAlias.keys()])) {
    aliases.set(name, judgeAlias(name, flows, input))
  }
  return { aliases, versions }
}

function addFlow(flows: Flows, version: string, flow: Flow): void {
  if (flow.count <= 0) return
  const known = flows.get(version)
  if (known) known.push(flow)
  else flows.set(version, [flow])
}

function sumOf(counts: Iterable<number>): number {
  let sum = 0
  for (const count of counts) sum += count
  return sum
}

const sentTo = (flows: Flows, version: string) => sumOf((flows.get(version) ?? []).map((flow) => flow.count))

/** First what CloudWatch says outright, then the calls through aliases for which it does not name a version. */
function findFlows(input: TrafficInput): Flows {
  const flows: Flows = new Map()
  for (const [version, count] of input.direct) addFlow(flows, version, { alias: null, set: { kind: 'direct' }, count })
  const unplaced = new Map<string, number>()
  for (const [alias, count] of input.viaAlias) {
    const executed = input.viaAliasExecuted.get(alias) ?? new Map<string, number>()
    for (const [version, part] of executed) {
      addFlow(flows, version, { alias, set: { kind: 'alias-executed', alias }, count: part })
    }
    const rest = count - sumOf(executed.values())
    if (rest > 0) unplaced.set(alias, rest)
  }
  placeOnTargets(flows, unplaced, input)
  placeTheLast(flows, unplaced, input)
  return flows
}

/** An alias whose target shows exactly the calls that are missing there did not move: all of its calls went there. */
function placeOnTargets(
  flows: Flows,
  unplaced: Map<string, number>,
  { aliases, viaAlias, fromLogs }: TrafficInput,
): void {
  const byTarget = new Map<string, string[]>()
  for (const { name, version } of aliases) {
    if (unplaced.has(name)) byTarget.set(version, [...(byTarget.get(version) ?? []), name])
  }
  for (const [version, names] of byTarget) {
    const counts = names.map((name) => unplaced.get(name) ?? 0)
    if (sentTo(flows, version) + sumOf(counts) !== (fromLogs.get(version) ?? 0)) continue
    for (const alias of names) {
      const count = unplaced.get(alias) ?? 0
      // Weighted for a part of the window only: the set of the whole alias holds more than these calls.
      const set: TrafficSet | null = count === viaAlias.get(alias) ? { kind: 'alias', alias } : null
      addFlow(flows, version, { alias, set, count })
      unplaced.delete(alias)
    }
  }
}

/** One alias that moved: when the calls that the log lines show beyond all other routes add up to its own, they are its. */
function placeTheLast(flows: Flows, unplaced: Map<string, number>, { fromLogs }: TrafficInput): void {
  const [last, ...others] = unplaced
  if (last === undefined || others.length > 0) return
  const [alias, count] = last
  const missing = [...fromLogs].map(([version, ran]) => [version, ran - sentTo(flows, version)] as const)
  if (missing.some(([, calls]) => calls < 0) || sumOf(missing.map(([, calls]) => calls)) !== count) return
  for (const [version, calls] of missing) {
    addFlow(flows, version, { alias, set: calls === count ? { kind: 'alias', alias } : null, count: calls })
  }
}

function disagreement(version: string, flows: readonly Flow[], { fromLogs }: TrafficInput): string | null {
  const sent = sumOf(flows.map((flow) => flow.count))
  const ran = fromLogs.get(version) ?? 0
  if (sent === ran) return null
  return `CloudWatch counts ${sent} calls on the known routes to version ${version}, the log lines show ${ran}.`
}

function judgeVersion(version: string, flows: readonly Flow[], input: TrafficInput): VersionRouting {
  const reason = disagreement(version, flows, input)
  if (reason !== null) return { sets: null, reason }
  const sets = flows.map((flow) => flow.set).filter((set) => set !== null)
  if (sets.length === flows.length) return { sets, reason: null }
  const moved = flows.find((flow) => flow.set === null)?.alias
  return {
    sets: null,
    reason: `Alias ${moved} moved within this time, and CloudWatch does not split its calls by version.`,
  }
}

function judgeAlias(name: string, flows: Flows, input: TrafficInput): AliasRouting {
  const sent = input.viaAlias.get(name) ?? 0
  if (sent === 0) return { versions: [], reason: null }
  const own = [...flows].filter(([, into]) => into.some((flow) => flow.alias === name))
  const placed = sumOf(own.flatMap(([, into]) => into.filter((flow) => flow.alias === name).map((flow) => flow.count)))
  for (const [version, into] of own) {
    const reason = disagreement(version, into, input)
    if (reason !== null) return { versions: null, reason }
    if (into.some((flow) => flow.alias !== name)) {
      return {
        versions: null,
        reason: `Version ${version} is also called by another name, and log lines do not tell which.`,
      }
    }
  }
  if (placed !== sent) {
    return {
      versions: null,
      reason: `CloudWatch counts ${sent} calls through ${name}; the log lines prove the version of ${placed} of them.`,
    }
  }
  return { versions: own.map(([version]) => version).sort(), reason: null }
}
