import cluster from 'node:cluster';
import { join } from 'node:path';
import type { Answer } from './answer-questions.ts';
import { answerQuestion } from './answer-questions.ts';
import { SOURCE_FLAGS } from './source-flags.ts';

/*
 * The primary of a cluster, asked by a test. Arguments: how the cluster serialises, options of the
 * aggregation here and in the workers; `none` for a primary without the SDK.
 */
const [serialization = 'json', options = '{}', workerOptions = '{}'] = process.argv.slice(2);
cluster.setupPrimary({
  exec: join(import.meta.dirname, 'cluster-worker.ts'),
  execArgv: [...SOURCE_FLAGS],
  args: [workerOptions],
  serialization: serialization === 'advanced' ? 'advanced' : 'json',
});
const service =
  options === 'none'
    ? undefined
    : (await import('./measured-service.ts')).measuredService(JSON.parse(options));
const others: unknown[] = [];
let questions = 0;
let messages = 0;

function worker(id: number) {
  const found = cluster.workers?.[id];
  if (!found) throw new Error(`there is no worker ${id}`);
  return found;
}

const ops = {
  ...service?.ops,
  fork: async () => {
    const forked = cluster.fork();
    await ops.worker(forked.id, 'ready');
    return forked.id;
  },
  forkAtOnce: (count: number) => Promise.all(Array.from({ length: count }, () => ops.fork())),
  worker: (id: number, op: string, ...args: readonly unknown[]) => {
    const question = { id: ++questions, op, args };
    const forked = worker(id);
    return new Promise((resolve) => {
      const onAnswer = (answer: Answer) => {
        if (answer.answerTo !== question.id) return;
        forked.off('message', onAnswer);
        resolve(answer.result);
      };
      forked.on('message', onAnswer);
      forked.send(question);
    });
  },
  tell: (id: number, op: string, ...args: readonly unknown[]) => {
    worker(id).send({ id: ++questions, op, args });
  },
  say: (id: number, message: object) => {
    worker(id).send(message);
  },
  kill: (id: number, signal: NodeJS.Signals) => {
    const ended = worker(id);
    return new Promise<void>((resolve) => {
      ended.on('exit', () => resolve());
      ended.process.kill(signal);
    });
  },
  leave: (id: number) => {
    const ended = worker(id);
    return new Promise<void>((resolve) => {
      ended.on('exit', () => resolve());
      ended.disconnect();
    });
  },
  others: () => others,
  messages: () => messages,
};
cluster.on('message', (_, message: object) => {
  if ('type' in message && message.type === 'telltale:metrics') messages++;
  else if (!('answerTo' in message)) others.push(message);
});
process.on('message', (message) => void answerQuestion(message, ops, (answer) => process.send?.(answer)));
process.on('disconnect', () => process.exit());
