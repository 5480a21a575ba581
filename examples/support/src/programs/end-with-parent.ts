import { isMainThread } from 'node:worker_threads';

// Loaded before each supervised program (`node --import`): the channel to the program that started it breaks
// when that is gone, even after SIGKILL, and then it stops as if it had been asked to.
const PATIENCE_MS = 5000;

if (isMainThread && process.channel) {
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), PATIENCE_MS).unref();
  });
  // Waiting for the end of the other is no reason to stay alive.
  process.channel.unref();
}
