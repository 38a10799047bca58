/**
 * Loaded before a child's own code (node --import). The channel to the parent closes when the parent dies, however it
 * dies; the child then ends as if it had been told to, and at last by force.
 */
const LAST_MOMENT_MS = 5_000

if (process.channel) {
  process.channel.unref()
  process.on('disconnect', () => {
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), LAST_MOMENT_MS).unref()
    process.kill(process.pid, 'SIGTERM')
  })
}
