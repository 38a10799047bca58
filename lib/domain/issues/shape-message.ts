const MOST_READ = 2_000
const MOST_KEPT = 240

/*
 * In this order: what a later rule would take to pieces comes first. Quoted values are one rule, so that a quote within
 * the other kind of quotes opens nothing.
 */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/\barn:[\w-]+:[^\s"',)\]}]+/g, '<arn>'],
  [/\b[a-z][a-z\d+.-]*:\/\/[^\s"'<>)\]}]+/gi, '<url>'],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '<email>'],
  [/\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?/g, '<time>'],
  [/\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi, '<id>'],
  [/"[^"]*"|(?<!\w)'[^']*'(?!\w)|`[^`']*[`']/g, "'…'"],
  [/(?<![\w<])(?:[a-z]:)?(?:[\\/][\w.@~+-]+){2,}[\\/]?/gi, '<path>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '<ip>'],
  // Words of these letters alone ("decade") stay words; an ID that happens to have none of them is a number.
  [/\b0x[\da-f]+\b|\b(?=[a-f]*\d)[\da-f]{8,}\b/gi, '#'],
  [/\b(?=\w*[A-Za-z])(?=(?:\w*\d){3})[\w-]{20,}\b/g, '<id>'],
  [/(?<![\w#])[+-]?\d+(?:[.,:]\d+)*/g, '#'],
  [/\d+/g, '#'],
]

/**
 * The words of an error message without what differs from one occurrence to the next: numbers, IDs, quoted values, paths,
 * addresses and times. Its first line that says anything, 240 characters at most. '' for a message that says nothing.
 */
export function shapeMessage(message: string): string {
  const line = message
    .slice(0, MOST_READ)
    .split(/\r\n|\n|\r/)
    .find((one) => one.trim() !== '')
  if (line === undefined) return ''
  const masked = RULES.reduce((text, [pattern, mask]) => text.replace(pattern, mask), line)
  return masked.replace(/\s+/g, ' ').trim().slice(0, MOST_KEPT)
}
