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

export type RoutingResult = {
  /** The versions whose log lines are wholly the alias' own; [] when nothing came through it. */
  aliases: Map<string, { versions: string[]; reason: null } | { versions: null; reason: string }>
  /** The dimension sets whose sum is what ran on the version; [] when nothing ran on it. */
  versions: Map<string, { sets: TrafficSet[]; reason: null } | { sets: null; reason: string }>
}

type Flow = { set: TrafficSet; count: number }

/**
 * Tells which figures belong to which qualifier. CloudWatch counts a call under the name that the caller used (a version,
 * an alias, and for a weighted alias the version that it fell to); a log stream names only the version that ran. Neither
 * alone knows both, and an alias may have moved within the window. So the two have to prove each other: what the routes
 * sent to a version must equal what its log lines show, to the last invocation; otherwise the answer is null with a reason.
 */
export function attributeTraffic(input: TrafficInput): RoutingResult {
  const flows = flowsByVersion(input)
  const versions = new Map<string, RoutingResult['versions'] extends Map<string, infer Item> ? Item : never>()
  for (const version of new Set([...flows.keys(), ...input.fromLogs.keys(), ...input.direct.keys()])) {
    versions.set(version, judgeVersion(version, flows.get(version) ?? [], input))
  }
  const aliases = new Map<string, RoutingResult['aliases'] extends Map<string, infer Item> ? Item : never>()
  for (const name of new Set([...input.aliases.map((alias) => alias.name), ...input.viaAlias.keys()])) {
    aliases.set(name, judgeAlias(name, flows, versions, input))
  }
  return { aliases, versions }
}

function flowsByVersion(input: TrafficInput): Map<string, Flow[]> {
  const flows = new Map<string, Flow[]>()
  const add = (version: string, flow: Flow) => {
    if (flow.count > 0) flows.set(version, [...(flows.get(version) ?? []), flow])
  }
  for (const [version, count] of input.direct) add(version, { set: { kind: 'direct' }, count })
  for (const [alias, count] of input.viaAlias) {
    const executed = input.viaAliasExecuted.get(alias)
    if (executed !== undefined && sumOf(executed.values()) === count) {
      for (const [version, part] of executed) add(version, { set: { kind: 'alias-executed', alias }, count: part })
      continue
    }
    const target = input.aliases.find((candidate) => candidate.name === alias)?.version
    if (target !== undefined) add(target, { set: { kind: 'alias', alias }, count })
  }
  return flows
}

function judgeVersion(version: string, flows: readonly Flow[], { fromLogs }: TrafficInput) {
  const sent = sumOf(flows.map((flow) => flow.count))
  const ran = fromLogs.get(version) ?? 0
  if (sent === ran) return { sets: flows.map((flow) => flow.set), reason: null }
  return {
    sets: null,
    reason: `CloudWatch counts ${sent} calls on the routes to version ${version}, the log lines show ${ran}.`,
  }
}

function judgeAlias(
  name: string,
  flows: Map<string, Flow[]>,
  versions: RoutingResult['versions'],
  input: TrafficInput,
) {
  if ((input.viaAlias.get(name) ?? 0) === 0) return { versions: [], reason: null }
  const own: string[] = []
  for (const [version, into] of flows) {
    if (!into.some(({ set }) => set.kind !== 'direct' && set.alias === name)) continue
    const judged = versions.get(version)
    if (judged?.sets == null)
      return { versions: null, reason: judged?.reason ?? 'The alias points at no known version.' }
    if (into.length > 1) {
      return {
        versions: null,
        reason: `Version ${version} is also called by another name, and log lines do not tell which.`,
      }
    }
    own.push(version)
  }
  return own.length > 0
    ? { versions: own, reason: null }
    : { versions: null, reason: 'The version that the alias pointed at is not known.' }
}

function sumOf(counts: Iterable<number>): number {
  let sum = 0
  for (const count of counts) sum += count
  return sum
}
