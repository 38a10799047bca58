import { storableText } from '@/lib/domain/storable-text'
import { annotationFact } from '@/lib/domain/traces/facts/annotation-facts'
import type { TraceFacts } from '@/lib/domain/traces/facts/trace-facts'

/** What X-Ray's summary of a trace says beyond the columns of the list. */
export type SummaryDetails = {
  services: readonly { name: string; type: string | null; accountId: string | null }[]
  users: readonly string[]
  arns: readonly string[]
  instances: readonly string[]
  zones: readonly string[]
  userAgent: string | null
  clientIp: string | null
}

/** What filters can ask of a trace before its documents are read: which services took part, not how they went. */
export function factsOfSummary(
  details: SummaryDetails,
  annotations: Readonly<Record<string, string | number | boolean>> | null,
): TraceFacts {
  const facts: TraceFacts = {}
  const services = details.services.map(({ name, type, accountId }) => ({
    n: [storableText(name)],
    y: storableText(type ?? 'AWS::Unknown'),
    ...(accountId === null ? {} : { a: storableText(accountId) }),
  }))
  if (services.length > 0) facts.s = services
  const known = Object.entries(annotations ?? {}).map(([key, value]) => annotationFact(key, value))
  const values = known.filter((fact) => fact !== null)
  if (values.length > 0) facts.k = values
  if (details.users.length > 0) facts.u = details.users.map(storableText)
  if (details.arns.length > 0) facts.ar = details.arns.map(storableText)
  if (details.instances.length > 0) facts.x = details.instances.map(storableText)
  if (details.zones.length > 0) facts.z = details.zones.map(storableText)
  if (details.userAgent !== null) facts.ag = storableText(details.userAgent)
  if (details.clientIp !== null) facts.ip = storableText(details.clientIp)
  return facts
}
