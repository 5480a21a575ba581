import { parentPort } from 'node:worker_threads';
import { answerQuestion } from './answer-questions.ts';
import { askedThreads } from './asked-thread.ts';
import { measuredService } from './measured-service.ts';

/* A thread that is measured, and may start others. */
const { ops } = measuredService();
const own = { ...ops, ...askedThreads(), close: () => parentPort?.close() };
parentPort?.on('message', (message) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is no window
  void answerQuestion(message, own, (answer) => parentPort?.postMessage(answer));
});
