/**
 * Whether the text of a field gives way to an expression that was changed elsewhere, such as by Back or a drag over a
 * chart. What somebody is typing does not; what is only the expression of before does. seen: that one.
 */
export function followsSent({ text, seen, focused }: { text: string; seen: string; focused: boolean }): boolean {
  return !focused || text.trim() === seen
}
