import { X } from 'lucide-react'

/** A filter in force, read as a sentence; pressed, it goes. */
export function FilterChip({ label, value, onRemove }: { label: string; value: string; onRemove(): void }) {
  return (
    <button
      type="button"
      aria-label={`Remove the filter ${label} is ${value}`}
      onClick={onRemove}
      className="inline-flex h-7 items-center gap-1.5 rounded-(--radius) bg-selected px-2 text-xs hover:text-fault"
    >
      <span className="text-muted">{label} is</span>
      <span className="font-medium">{value}</span>
      <X aria-hidden className="size-3 text-faint" />
    </button>
  )
}
