import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Answer } from './answer-questions.ts';
import { SOURCE_FLAGS } from './source-flags.ts';

/** Threads that a program or a thread has started, and what it can be asked about them. */
export function askedThreads() {
  const threads = new Map<number, Worker>();
  let questions = 0;
  const threadOf = (id: number): Worker => {
    const thread = threads.get(id);
    if (!thread) throw new Error(`there is no thread ${id}`);
    return thread;
  };
  const ops = {
    start: async () => {
      const thread = new Worker(join(import.meta.dirname, 'thread.ts'), { execArgv: [...SOURCE_FLAGS] });
      const id = thread.threadId;
      threads.set(id, thread);
      await ops.thread(id, 'ready');
      return id;
    },
    thread: (id: number, op: string, ...args: readonly unknown[]) => {
      const question = { id: ++questions, op, args };
      const thread = threadOf(id);
      return new Promise((resolve) => {
        const onAnswer = (answer: Answer) => {
          if (answer.answerTo !== question.id) return;
          thread.off('message', onAnswer);
          resolve(answer.result);
        };
        thread.on('message', onAnswer);
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is no window
        thread.postMessage(question);
      });
    },
    tell: (id: number, op: string, ...args: readonly unknown[]) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is no window
      threadOf(id).postMessage({ id: ++questions, op, args });
    },
    terminate: async (id: number) => {
      await threadOf(id).terminate();
    },
  };
  return ops;
}
