import type { ServicePattern, TraceFilter } from '@/lib/domain/traces/filter-expression/filter-tree'

const PLAIN_KEY = /^[\w.:]+$/

/** The expression that parseFilterExpression reads as this filter, with as few parentheses as it needs. */
export function writeFilterExpression(filter: TraceFilter): string {
  switch (filter.kind) {
    case 'flag':
      return filter.flag
    case 'exists':
      return filter.field
    case 'number':
      return `${filter.field} ${filter.operator} ${filter.value}`
    case 'text':
      return `${filter.field} ${filter.operator} ${quoteFilterText(filter.value)}`
    case 'annotation': {
      const { key, test } = filter
      const name = `annotation[${PLAIN_KEY.test(key) ? key : quoteFilterText(key)}]`
      if (test === null) return name
      return `${name} ${test.operator} ${typeof test.value === 'string' ? quoteFilterText(test.value) : test.value}`
    }
    case 'service':
      return `service(${writeService(filter.service)})${writeBlock(filter.inner)}`
    case 'edge':
      return `edge(${writeService(filter.from, true)}, ${writeService(filter.to, true)})${writeBlock(filter.inner)}`
    case 'cause':
      return `rootcause.${filter.cause}.${filter.part}${writeBlock(filter.inner)}`
    case 'causeJson':
      return `rootcause.${filter.cause === null ? '' : `${filter.cause}.`}json = #${writeCauses(filter.patterns)}`
    case 'not':
      return `!${writeTight(filter.inner)}`
    case 'and':
      return `${writeSide(filter.left, 'and')} AND ${writeSide(filter.right, 'and', true)}`
    case 'or':
      return `${writeSide(filter.left, 'or')} OR ${writeSide(filter.right, 'or', true)}`
  }
}

/** A text in the quotes of an expression. */
export function quoteFilterText(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

function writeTight(filter: TraceFilter): string {
  const text = writeFilterExpression(filter)
  return filter.kind === 'and' || filter.kind === 'or' ? `(${text})` : text
}

/** Within AND an OR needs parentheses; the same word on the right needs them to stay on the right. */
function writeSide(filter: TraceFilter, within: 'and' | 'or', isRight = false): string {
  const text = writeFilterExpression(filter)
  const isLooser = within === 'and' && filter.kind === 'or'
  return isLooser || (isRight && filter.kind === within) ? `(${text})` : text
}

function writeBlock(inner: TraceFilter | null): string {
  return inner === null ? '' : ` { ${writeFilterExpression(inner)} }`
}

function writeService({ name, type, accountId }: ServicePattern, isNeeded = false): string {
  if (type === undefined && accountId === undefined) {
    if (name !== undefined) return quoteFilterText(name)
    return isNeeded ? 'id(name: "")' : ''
  }
  const parts = [
    ['name', name],
    ['type', type],
    ['account.id', accountId],
  ] as const
  const given = parts.flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${quoteFilterText(value)}`]))
  return `id(${given.join(', ')})`
}

function writeCauses(patterns: Extract<TraceFilter, { kind: 'causeJson' }>['patterns']): string {
  const causes = patterns.map((services) => ({
    Services: services.map(({ name, entities }) => ({
      Name: name,
      ...(entities === null ? {} : { EntityPath: entities.map((entity) => ({ Name: entity })) }),
    })),
  }))
  return JSON.stringify(causes)
}
