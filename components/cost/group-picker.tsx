'use client'

import { Segmented } from '@/components/ui/segmented'

type Props = { groupBy: string; tagKeys: readonly string[]; onChange(groupBy: string): void }

const FIXED = [
  { value: 'function', label: 'Function' },
  { value: 'version', label: 'Version' },
  { value: 'alias', label: 'Alias' },
  { value: 'account', label: 'Account' },
]

/** What the costs are grouped by. */
export function GroupPicker({ groupBy, tagKeys, onChange }: Props) {
  const isTag = groupBy.startsWith('tag:')
  const keys = isTag && !tagKeys.includes(groupBy.slice(4)) ? [groupBy.slice(4), ...tagKeys] : tagKeys
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Segmented label="Group by" value={isTag ? '' : groupBy} options={FIXED} onChange={onChange} />
      {keys.length > 0 && (
        <select
          aria-label="Group by tag"
          value={isTag ? groupBy : ''}
          onChange={(event) => onChange(event.target.value === '' ? 'function' : event.target.value)}
          className="h-8 rounded-(--radius) border border-line-strong bg-surface px-2 text-xs"
        >
          <option value="">By tag</option>
          {keys.map((key) => (
            <option key={key} value={`tag:${key}`}>
              {key}
            </option>
          ))}
        </select>
      )}
    </div>
  )
}
