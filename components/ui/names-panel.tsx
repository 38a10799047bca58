import type { ReactNode } from 'react'
import { Panel } from '@/components/ui/panel'

type Props = {
  title: string
  help: string
  /** Null: not known. */
  names: readonly string[] | null
  whenNone: string
  whenUnknown: ReactNode
  note: string | null
}

/** A list of names of one kind. */
export function NamesPanel({ title, help, names, whenNone, whenUnknown, note }: Props) {
  return (
    <Panel title={title} help={help}>
      {names === null || names.length === 0 ? (
        <p className="px-3 pb-3 text-muted text-sm">{names === null ? whenUnknown : whenNone}</p>
      ) : (
        <ul className="flex flex-col gap-1 px-3 pb-3 font-mono text-xs">
          {names.map((name) => (
            <li key={name} className="break-all">
              {name}
            </li>
          ))}
        </ul>
      )}
      {note !== null && names !== null && names.length > 0 && (
        <p className="wrap-anywhere border-t px-3 py-2 text-muted text-xs">{note}</p>
      )}
    </Panel>
  )
}
