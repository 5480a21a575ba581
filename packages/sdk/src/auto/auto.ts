/*
 * `node --import @telltale/sdk/auto app.js`: metrics of an application without a line of code.
 */
import { isMainThread } from 'node:worker_threads';
import { startAutomaticRecording } from './automatic-recording.ts';

// Threads inherit `--import`; a page for each of them would show parts of the whole.
if (isMainThread) {
  try {
    await startAutomaticRecording();
  } catch (error) {
    process.stderr.write(`telltale: metrics are not recorded: ${String(error)}\n`);
  }
}
