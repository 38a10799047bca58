/** Scrolls as little as shows a row of equal ones whole. headHeight: of what stays above them while they scroll, px. */
export function keepInView(scroller: HTMLElement | null, index: number, rowHeight: number, headHeight = 0): void {
  if (!scroller) return
  const top = index * rowHeight
  const bottom = top + rowHeight + headHeight
  if (top < scroller.scrollTop) scroller.scrollTop = top
  else if (bottom > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = bottom - scroller.clientHeight
}
