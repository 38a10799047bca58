import type { RootCause } from '@/lib/domain/traces/facts/find-root-causes'
import { keptText } from '@/lib/domain/traces/facts/kept-text'
import type { CauseFacts, CausePartFacts } from '@/lib/domain/traces/facts/trace-facts'

/** A root cause flat: its services, the entities of each and the exceptions of each entity, with their places in their list. */
export function causeFactsOf(cause: RootCause | null): CauseFacts | undefined {
  if (cause === null) return undefined
  const entities = cause.flatMap((service) =>
    placed(
      service.entities.map(({ name, remote, coverage }) => ({
        n: keptText(name),
        ...(remote ? { x: true as const } : {}),
        ...(coverage === null ? {} : { c: Math.round(coverage * 1e4) / 1e4 }),
      })),
    ),
  )
  const exceptions = cause.flatMap((service) =>
    service.entities.flatMap((entity) =>
      placed(entity.exceptions.map(({ name, message }) => ({ n: keptText(name), m: keptText(message) }))),
    ),
  )
  const services = cause.map(({ name, type, inferred }) => ({
    n: keptText(name),
    y: keptText(type),
    ...(inferred ? { i: true as const } : {}),
  }))
  const path = cause.map(({ name, entities: parts }) => ({ name, entities: parts.map((part) => part.name) }))
  return {
    s: placed(services),
    e: entities,
    x: exceptions,
    j: [keptText(writeCausePath(path, true))],
    w: [keptText(writeCausePath(path, false))],
  }
}

/** A root cause as one text that equal ones share; with or without the entities of each service. */
export function writeCausePath(
  services: readonly { name: string; entities: readonly string[] | null }[],
  withEntities: boolean,
): string {
  return JSON.stringify(services.map(({ name, entities }) => (withEntities ? [name, entities] : name)))
}

function placed(parts: readonly Omit<CausePartFacts, 'o'>[]): CausePartFacts[] {
  return parts.map((part, o) => ({
    ...part,
    o,
    ...(o === 0 ? { b: true as const } : {}),
    ...(o === parts.length - 1 ? { l: true as const } : {}),
  }))
}
