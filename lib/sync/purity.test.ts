import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'

const CLOCK_OR_ENVIRONMENT = /Date\.now|new Date\(\)|process\.env|performance\.now/

it.each(['lib/sync/steps', 'lib/sync/store', 'lib/domain'])(
  '%s reads neither the clock nor the environment',
  async (folder) => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile() && /(?<!\.test)\.ts$/.test(entry.name))
    expect(files.length).toBeGreaterThan(8)
    for (const { parentPath, name } of files) {
      expect(await readFile(path.join(parentPath, name), 'utf8'), name).not.toMatch(CLOCK_OR_ENVIRONMENT)
    }
  },
)
