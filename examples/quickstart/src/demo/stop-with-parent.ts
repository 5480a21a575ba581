import { isMainThread } from 'node:worker_threads';

// Loaded before each of the demo's programs (`node --import`): the channel to the demo breaks when the
// demo is gone, even after SIGKILL, and then the program stops as if it had been asked to.
const PATIENCE_MS = 5000;

if (isMainThread && process.channel) {
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), PATIENCE_MS).unref();
  });
  // Waiting for the end of the demo is no reason to stay alive.
  process.channel.unref();
}
