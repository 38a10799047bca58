/** Whether a line with a date first can be a time-out or a runtime's unhandled error. */
function isDatedFailure(message: string): boolean {
  const after = message.charCodeAt(24)
  if (after === 9) {
    const level = message.charCodeAt(message.indexOf('\t', 25) + 1)
    // Levels of failure begin with E(RROR), F(ATAL), f(ail), c(rit), C(RITICAL); old Node.js wrote JSON at once.
    return (
      level === 123 || level === 69 || level === 70 || level === 102 || level === 101 || level === 99 || level === 67
    )
  }
  if (after === 32 && message.startsWith('Task timed out', 62)) return true
  return message.charCodeAt(4) === 47 && (message.charCodeAt(20) === 123 || message.startsWith('calling ', 20))
}

function isJsonOfInterest(message: string): boolean {
  return (
    message.includes('"platform.') ||
    message.includes('"errorMessage"') ||
    message.includes('"errorType"') ||
    message.includes('\\tat ')
  )
}

/**
 * Whether a raw message can matter to `foldStream`: a system line or a runtime's unhandled error. Cheap, and never
 * false for a line that does matter; true for a few that do not. Extension lines do not matter.
 */
export function isPlatformLine(message: string): boolean {
  const first = message.charCodeAt(0)
  if (first >= 48 && first <= 57 && isDatedFailure(message)) return true
  switch (first) {
    case 123: // {
      if (isJsonOfInterest(message)) return true
      break
    case 91: // [
      if (message.startsWith('[ERROR] ') || message.startsWith('[error] ')) return true
      break
    case 83: // S
      if (message.startsWith('START RequestId: ')) return true
      break
    case 69: // E
      if (message.startsWith('END RequestId: ') || message.startsWith('Error raised from handler method')) return true
      break
    case 67: // C
      if (message.startsWith('Critical exception from handler')) return true
      break
    case 82: // R
      if (/^(?:REPORT RequestId: |RESTORE_|RequestId: )/.test(message)) return true
      break
    case 73: // I
      if (message.startsWith('INIT_') || message.startsWith('IMAGE')) return true
      break
    case 85: // U
      if (message.startsWith('Unknown application error')) return true
  }
  // Java prints a message of the function's own first, so that only the frames give it away.
  return message.includes('\tat ')
}
