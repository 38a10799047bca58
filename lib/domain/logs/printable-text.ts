/* Colours and cursor moves of terminals. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const TERMINAL = /\x1b\[[0-9;?]*[ -/]*[@-~]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g
/* They turn the direction of what follows: a line could show other text than it holds. */
const DIRECTION = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const CONTROL_PICTURES = 0x2400
const DELETE = 0x7f
const DELETE_PICTURE = 0x2421

/** A line as it can be shown: without colours of terminals, its control characters and turns of direction made visible. */
export function printableText(message: string): string {
  return message
    .replace(/[\r\n\t ]+$/, '')
    .replace(TERMINAL, '')
    .replace(CONTROL, (character) => {
      const code = character.charCodeAt(0)
      return String.fromCharCode(code === DELETE ? DELETE_PICTURE : CONTROL_PICTURES + code)
    })
    .replace(DIRECTION, (character) => `⟨U+${character.charCodeAt(0).toString(16).toUpperCase()}⟩`)
}

/** What the text format puts before a line of an application: its time, request ID and level (Python's first), which stand beside it. */
const PREFIX = /^(?:\[[A-Z]+\]\t)?\d{4}-\d\d-\d\dT\S+Z?\t(?:[0-9a-f-]{36}|undefined)\t(?:[A-Z]+\t)?/

/** The printable line as one line of text. */
export function oneLine(message: string): string {
  return printableText(message).replace(PREFIX, '').replace(/\s+/g, ' ')
}
