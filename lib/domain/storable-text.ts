const SURROGATE = /[\ud800-\udfff]/
const LONE_SURROGATE = /\p{Surrogate}/gu

/**
 * Text as Postgres, JSON and UTF-8 can hold it: U+0000 becomes U+2400 (␀, the sign that stands for it), half of a surrogate
 * pair U+FFFD. Everything else stays as it is, and both remain visible in their place. Bytes that are no UTF-8 have become
 * U+FFFD before, when the answer was decoded.
 */
export function storableText(text: string): string {
  const withoutNul = text.includes('\0') ? text.replaceAll('\0', '\u2400') : text
  return SURROGATE.test(withoutNul) ? withoutNul.replace(LONE_SURROGATE, '\ufffd') : withoutNul
}
