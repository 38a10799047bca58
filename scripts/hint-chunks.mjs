import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** V8 compiles all functions of a script that begins so while it arrives, in another thread. Other engines pass over it. */
const HINT = '//# allFunctionsCalledOnLoad\n'

/**
 * Marks the scripts that every page begins with (React and Next's own) in the folder of a build. A script of Turbopack is one
 * function for each module, which V8 else reads a second time and compiles when it is called, on the thread that answers keys.
 */
export function hintChunks(directory) {
  const { rootMainFiles } = JSON.parse(readFileSync(path.join(directory, 'build-manifest.json'), 'utf8'))
  for (const file of rootMainFiles) {
    const chunk = path.join(directory, file)
    const script = readFileSync(chunk, 'utf8')
    if (!script.startsWith(HINT)) writeFileSync(chunk, HINT + script)
  }
}
