const MOST_KEPT = 200
const ANY_SPACE = /^[\s\u00a0]+/
const NODE_FRAME = /^at (?:async )?(?:(.+?) \()?((?:file:\/\/|node:|[\w/\\.@-]).*?)(?::\d+)?(?::\d+)?\)?$/
const PYTHON_FRAME = /^File "([^"]+)", line \d+(?:, in ([^\n]+))?/
const JAVA_FRAME = /^at ([\w.$/<>@-]+)\(([\w$-]+\.\w+|Native Method|Unknown Source|<\w+>)(?::\d+)?\)/
const DOTNET_FRAME = /^at (.+?\))(?: in .*)?$/
const RUBY_FRAME = /^([^\s:]+\.rb):\d+:in ['`](.+)'$/
/** Frames of runtimes and of libraries: where an error passed through, seldom where it is. */
const FOREIGN =
  /\/var\/(?:runtime|lang)\/|\/opt\/|node_modules|site-packages|^node:|\(?node:internal|\/gems\/|^(?:java|javax|jdk|sun|kotlin|scala|com\.amazonaws|software\.amazon|lambdainternal|org\.springframework|org\.apache)[./]|^(?:System|Microsoft|Amazon)\./

/** The frame without line and column, which move with every deployment; null for a line that is none. */
function readFrame(line: string): string | null {
  const text = line.replace(ANY_SPACE, '')
  const python = PYTHON_FRAME.exec(text)
  if (python?.[1] !== undefined) return place(python[1], python[2])
  const ruby = RUBY_FRAME.exec(text)
  if (ruby?.[1] !== undefined) return place(ruby[1], ruby[2])
  const go = goFrame(text)
  if (go !== null) return go
  if (!text.startsWith('at ')) return null
  const java = JAVA_FRAME.exec(text)
  if (java?.[1] !== undefined && !/[/\\]/.test(java[2] ?? '')) return place(java[2] ?? '', java[1])
  const dotnet = DOTNET_FRAME.exec(text)
  if (dotnet?.[1] !== undefined && !/[/\\]/.test(dotnet[1])) return dotnet[1]
  const node = NODE_FRAME.exec(text)
  return node?.[2] === undefined ? null : place(node[2].replace(/^file:\/\//, ''), node[1])
}

/** Go's runtime client gives frames as {path, line, label}. */
function goFrame(text: string): string | null {
  const path = /"path":"([^"]+)"/.exec(text)?.[1]
  return path === undefined || !text.startsWith('{') ? null : place(path, /"label":"([^"]+)"/.exec(text)?.[1])
}

function place(file: string, name: string | undefined): string {
  return name === undefined ? file : `${name.trim()} (${file})`
}

function isForeign(frame: string): boolean {
  const [name = '', file = ''] = frame.split(' (')
  return FOREIGN.test(name) || FOREIGN.test(file)
}

/**
 * Where an error was thrown: the frame nearest to it that is the function's own code, else the nearest of all, without line
 * numbers. stack: as the runtime printed it, a frame or several an entry; Python's has the nearest last. Null without a
 * frame that can be read.
 */
export function findTopFrame(stack: readonly string[]): string | null {
  const lines = stack.flatMap((entry) => entry.split('\n'))
  const frames = lines.map(readFrame).filter((frame) => frame !== null)
  if (lines.some((line) => PYTHON_FRAME.test(line.replace(ANY_SPACE, '')))) frames.reverse()
  const top = frames.find((frame) => !isForeign(frame)) ?? frames[0]
  return top?.slice(0, MOST_KEPT) ?? null
}
