// `npm start`: installs and builds what is missing or has changed, then becomes the supervisor (lib/launch/main.ts).
// Only Node's built-ins until the packages are installed, and plain enough for an old Node to read.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Lambdascope needs Node 20.19 or newer; this is ${process.versions.node}. Node 24 is recommended.`)
  process.exit(1)
}

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))))
const { installPackages } = await import('./install-packages.mjs')
const { buildWhenChanged } = await import('./build-when-changed.mjs')

try {
  await installPackages()
  await buildWhenChanged()
} catch (error) {
  console.error(error.message)
  process.exit(error.exitCode ?? 1)
}
await import('../dist/launch.mjs')
