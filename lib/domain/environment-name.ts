import { shortenId } from '@/lib/domain/format'

/** A short name of an execution environment, which is one log stream. A stream is named 2026/11/20/[42]0123…: the last part tells environments apart. */
export function environmentName(stream: string): string {
  return shortenId(stream.slice(stream.lastIndexOf(']') + 1) || stream, 6, 4)
}
