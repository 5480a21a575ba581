import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { NotifierAnswer, NotifierOrder, NotifierSettings, ToldAlert } from './notifier-process.ts';

/** A notifier in a process of its own. */
export interface RunningNotifier {
  accept(alerts: readonly ToldAlert[]): void;
  order(order: NotifierOrder): void;
  /** The next answer of that kind. */
  answer<Kind extends NotifierAnswer['kind']>(kind: Kind): Promise<Extract<NotifierAnswer, { kind: Kind }>>;
  /** Why the process ended by itself; empty while it runs, or where it was told to end. */
  crash(): string;
  /** `SIGKILL`; resolves when the process is gone. */
  kill(): Promise<void>;
  /** Delivers what it can and ends. */
  stop(): Promise<void>;
  readonly exit: Promise<void>;
}

/** Starts the process and waits until it takes alerts. */
export async function startNotifier(
  settings: NotifierSettings,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningNotifier> {
  const child = fork(join(import.meta.dirname, 'notifier-process.ts'), [JSON.stringify(settings)], {
    execArgv: ['--conditions=@telltale/source', '--no-warnings'],
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  let crash = '';
  const exit = new Promise<void>((resolve) =>
    child.once('close', (code, signal) => {
      if (signal !== 'SIGKILL' && code !== 0) crash = `code ${code}: ${errors}`;
      resolve();
    }),
  );
  const send = (order: NotifierOrder): void => {
    // Its end may have come before the order did.
    if (child.connected) child.send(order, () => undefined);
  };
  const notifier: RunningNotifier = {
    accept: (alerts) => send({ kind: 'accept', alerts }),
    order: send,
    answer: (kind) =>
      new Promise((resolve, reject) => {
        const listen = (answer: NotifierAnswer): void => {
          if (!isKind(answer, kind)) return;
          child.off('message', listen);
          resolve(answer);
        };
        child.on('message', listen);
        void exit.then(() => reject(new Error(`the notifier ended: ${errors}`)));
      }),
    crash: () => crash,
    kill: async () => {
      child.kill('SIGKILL');
      await exit;
    },
    stop: async () => {
      const stopped = notifier.answer('stopped');
      send({ kind: 'stop' });
      await stopped;
      await exit;
    },
    exit,
  };
  await notifier.answer('ready');
  return notifier;
}

function isKind<Kind extends NotifierAnswer['kind']>(
  answer: NotifierAnswer,
  kind: Kind,
): answer is Extract<NotifierAnswer, { kind: Kind }> {
  return answer.kind === kind;
}
