'use client'

import { useEffect, useRef } from 'react'
import { LogRow } from '@/components/logs/log-row'
import { classNames } from '@/lib/client/class-names'
import { useClock } from '@/lib/client/clock'
import { keepInView } from '@/lib/client/keep-in-view'
import { MAIN_LIST, useListKeys } from '@/lib/client/use-list-keys'
import { useVirtualRows } from '@/lib/client/use-virtual-rows'
import type { LogItem } from '@/lib/contracts/logs'
import { formatAbsoluteTime } from '@/lib/domain/format'

const ROW_HEIGHT = 29
const NEAR_ROWS = 40

type Props = {
  items: readonly LogItem[]
  marks: readonly string[]
  openId: string | null
  onOpen(id: string | null): void
  /** Called when the end of the list comes near. */
  onEnd?: () => void
  /** Keeps the last row in view while rows are added, unless somebody has scrolled up. */
  follow?: boolean
  className?: string
}

/** Only the rows on the screen exist; j and k move, Enter opens. */
export function LogList({ items, marks, openId, onOpen, onEnd, follow = false, className }: Props) {
  const { zone, nowMs } = useClock()
  const [today = ''] = formatAbsoluteTime(nowMs, zone).split(' ')
  const scroller = useRef<HTMLDivElement>(null)
  const { first, last } = useVirtualRows({ count: items.length, rowHeight: ROW_HEIGHT, scroller })
  const selected = useListKeys({
    list: scroller,
    count: items.length,
    onOpen: (index) => onOpen(items[index]?.id ?? null),
    onMove: (index) => keepInView(scroller.current, index, ROW_HEIGHT),
  })
  useFollowing(scroller, follow, items)
  const isNearEnd = items.length > 0 && last > items.length - NEAR_ROWS
  useEffect(() => {
    if (isNearEnd) onEnd?.()
  }, [isNearEnd, onEnd])
  const toggle = (id: string) => onOpen(id === openId ? null : id)
  return (
    <section
      {...MAIN_LIST}
      ref={scroller}
      aria-label="Log lines"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
      tabIndex={0}
      className={classNames('min-h-48 min-w-0 flex-1 overflow-auto rounded-(--radius) border bg-surface', className)}
    >
      <ol style={{ paddingTop: first * ROW_HEIGHT, paddingBottom: (items.length - last) * ROW_HEIGHT }}>
        {items.slice(first, last).map((item, offset) => (
          <LogRow
            key={item.id}
            item={item}
            zone={zone}
            today={today}
            marks={marks}
            open={item.id === openId}
            selected={selected === first + offset}
            onOpen={toggle}
          />
        ))}
      </ol>
    </section>
  )
}

function useFollowing(
  scroller: React.RefObject<HTMLDivElement | null>,
  follow: boolean,
  items: readonly LogItem[],
): void {
  const wasAtEnd = useRef(true)
  useEffect(() => {
    const element = scroller.current
    if (!element || !follow) return
    const onScroll = () => {
      wasAtEnd.current = element.scrollTop + element.clientHeight > element.scrollHeight - 2 * ROW_HEIGHT
    }
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => element.removeEventListener('scroll', onScroll)
  }, [scroller, follow])
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is new lines that move the end
  useEffect(() => {
    if (follow && wasAtEnd.current && scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight
  }, [items, follow])
}
