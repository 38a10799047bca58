import { isVersionName } from '@/lib/domain/route-traffic'

/**
 * An alias or version that has provisioned concurrency. invocations: under its name. ran: of these, on provisioned
 * environments. executed: of those, by the version that ran, as far as CloudWatch tells. Null: not answered.
 */
export type ProvisionedName = {
  name: string
  invocations: number | null
  ran: number | null
  executed: ReadonlyMap<string, number>
}

/** calledBy: the alias by which alone a version was called; null: by none; undefined: not told. */
export type VersionCalls = { version: string; invocations: number; calledBy: string | null | undefined }

/** share: of a version's invocations that ran on provisioned environments; isKnown: not one that several versions share. */
export type ProvisionedShare = { share: number; isKnown: boolean }

/**
 * Which share of each version's invocations ran on provisioned environments. Theirs are counted under the name that was
 * called: they are a version's own where that name is its own, where no other version can have been called by it, where
 * CloudWatch tells them by version, or where all calls by that name ran on them. The versions that are left share what is
 * left in proportion to their invocations, and are said not to be known.
 */
export function splitProvisioned(
  names: readonly ProvisionedName[],
  versions: readonly VersionCalls[],
): Map<string, ProvisionedShare> {
  const ran = new Map<string, number>()
  const open = new Set<string>()
  let left = 0
  for (const one of names) {
    const reached = reachedBy(one.name, versions)
    const own = provenOf(one, reached)
    for (const [version, count] of own ?? []) ran.set(version, (ran.get(version) ?? 0) + count)
    if (own !== null) continue
    left += one.ran ?? 0
    for (const { version } of reached.length > 0 ? reached : versions) open.add(version)
  }
  const shared = versions.filter(({ version }) => open.has(version))
  const ranOnShared = shared.reduce((sum, { version }) => sum + (ran.get(version) ?? 0), left)
  const mean = shareOf(
    ranOnShared,
    shared.reduce((sum, { invocations }) => sum + invocations, 0),
  )
  return new Map(
    versions.map(({ version, invocations }) => {
      const isKnown = !open.has(version)
      return [version, { share: isKnown ? shareOf(ran.get(version) ?? 0, invocations) : mean, isKnown }]
    }),
  )
}

function reachedBy(name: string, versions: readonly VersionCalls[]): VersionCalls[] {
  if (isVersionName(name)) return versions.filter(({ version }) => version === name)
  return versions.filter(({ calledBy }) => calledBy === name || calledBy === undefined)
}

/** By version; null where it is not proven. */
function provenOf(
  { name, invocations, ran, executed }: ProvisionedName,
  reached: readonly VersionCalls[],
): Iterable<readonly [string, number]> | null {
  if (ran === null) return null
  if (ran === 0) return []
  const [only, ...others] = reached
  if (only !== undefined && others.length === 0) return [[only.version, ran]]
  const told = [...executed.values()].reduce((sum, count) => sum + count, 0)
  if (told === ran) return executed
  const isAll = ran === invocations && reached.length > 0 && reached.every(({ calledBy }) => calledBy === name)
  return isAll ? reached.map((one) => [one.version, one.invocations] as const) : null
}

function shareOf(ran: number, invocations: number): number {
  return invocations === 0 ? 0 : Math.min(1, ran / invocations)
}
