import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Answer, Question } from './answer-questions.ts';
import { SOURCE_FLAGS } from './source-flags.ts';

/** Where Node keeps compiled modules by default: the programs of a test load the same ones. */
const COMPILE_CACHE = join(tmpdir(), 'node-compile-cache');

/** A program in a process of its own that answers questions. */
export interface AskedProgram {
  readonly child: ChildProcess;
  /** Asks and waits for the answer. */
  ask<Result>(op: string, ...args: readonly unknown[]): Promise<Result>;
  /** Waits for the end; the exit code, or the signal. */
  ended(): Promise<number | string>;
}

/** Starts a program of this folder; it is killed when the test is over. */
export async function startProgram(
  file: string,
  args: readonly string[] = [],
  environment: NodeJS.ProcessEnv = {},
): Promise<AskedProgram> {
  const child = fork(join(import.meta.dirname, file), args, {
    execArgv: [...SOURCE_FLAGS],
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exit = once(child, 'exit');
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await exit;
  });
  let questions = 0;
  const program: AskedProgram = {
    child,
    ask: (op, ...args) => {
      const id = ++questions;
      return new Promise((resolve, reject) => {
        const onAnswer = (answer: Answer) => {
          if (answer.answerTo !== id) return;
          child.off('message', onAnswer);
          if (answer.error === undefined) resolve(answer.result as never);
          else reject(new Error(answer.error));
        };
        child.on('message', onAnswer);
        const question: Question = { id, op, args };
        child.send(question);
      });
    },
    ended: async () => {
      await exit;
      return child.exitCode ?? child.signalCode ?? 'unknown';
    },
  };
  await program.ask('ready');
  return program;
}
