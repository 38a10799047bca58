'use client'

import { CalendarClock, ChevronDown } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Popover } from '@/components/ui/popover'
import { Segmented } from '@/components/ui/segmented'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import { RANGE_PRESETS } from '@/lib/client/range-param'
import { useRange } from '@/lib/client/view-params'
import { formatWindow } from '@/lib/domain/format-window'
import { zoneWords } from '@/lib/domain/wall-clock'

const RangeForm = lazy(() => import('@/components/frame/range-form'))

export function RangePicker() {
  const { range, setRange } = useRange()
  const { zone, nowMs } = useClock()
  const isMoving = 'preset' in range
  const words = isMoving ? `Last ${range.preset}` : formatWindow(range, zone)
  const zoneOfPage = isMoving ? zoneWords(nowMs, zone) : null
  return (
    <Popover
      label={`Time range: ${words}${zoneOfPage === null ? '' : `, times in ${zoneOfPage}`}`}
      width={320}
      align="end"
      className="h-8 shrink-0 gap-1.5 rounded-(--radius) border border-line-strong px-2 text-xs hover:bg-hover"
      trigger={
        <>
          <CalendarClock aria-hidden className="size-3.5 text-faint max-sm:hidden" />
          <span className="figures font-medium max-sm:hidden">{words}</span>
          {/* On a phone there is no room for years. */}
          <span className="figures font-medium sm:hidden">{words.replaceAll(/\b\d{4}-(?=\d\d-\d\d )/g, '')}</span>
          {zoneOfPage !== null && <span className="figures text-muted max-sm:hidden">{zoneOfPage}</span>}
          <ChevronDown aria-hidden className="size-3.5 text-faint" />
        </>
      }
    >
      {(close) => (
        <div className="flex flex-col gap-3 p-3">
          <div className="grid grid-cols-7 gap-1">
            {RANGE_PRESETS.map((preset) => (
              <button
                key={preset}
                type="button"
                aria-pressed={'preset' in range && range.preset === preset}
                onClick={() => {
                  setRange({ preset })
                  close()
                }}
                className={classNames(
                  'h-8 rounded-(--radius) border font-medium text-xs',
                  'preset' in range && range.preset === preset
                    ? 'border-transparent bg-accent-solid text-on-accent'
                    : 'hover:bg-hover',
                )}
              >
                {preset}
              </button>
            ))}
          </div>
          <Suspense fallback={<div className="h-44" />}>
            <RangeForm onDone={close} />
          </Suspense>
          <ZoneChoice />
        </div>
      )}
    </Popover>
  )
}

function ZoneChoice() {
  const { zone, setZone } = useClock()
  // A link may name a zone that is neither.
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  const value = zone === 'UTC' ? 'utc' : zone === own ? 'local' : 'link'
  const options = [
    { value: 'utc', label: 'UTC' },
    { value: 'local', label: 'Local' },
    ...(value === 'link' ? [{ value: 'link', label: 'Link' } as const] : []),
  ] as const
  return (
    <div className="flex items-center justify-between border-t pt-3">
      <span className="text-muted text-xs">Times in {zone}</span>
      <Segmented
        label="Time zone"
        value={value}
        options={options}
        onChange={(choice) => choice !== 'link' && setZone(choice === 'utc' ? 'UTC' : own)}
      />
    </div>
  )
}
