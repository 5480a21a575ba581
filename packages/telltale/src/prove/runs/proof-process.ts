import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { lowerPriority } from './lower-priority.ts';
import type { ProofNews, ProofOrder } from './proof-worker.ts';

/** Alerts being proven in a process of their own. */
export interface ProofProcess {
  stop(): void;
}

/** What hears of it. */
export interface ProofListener {
  readonly onNews: (news: ProofNews) => void;
  /** The process has ended, whether it said everything or not. */
  readonly onEnd: () => void;
}

/** How much of what the process complains of is told. */
const MAX_ERROR_LENGTH = 2000;

/** Proves alerts in another process, which takes what the station needs only when nothing else wants it. */
export function startProofProcess(order: ProofOrder, { onNews, onEnd }: ProofListener): ProofProcess {
  const isSource = import.meta.url.endsWith('.ts');
  const file = fileURLToPath(new URL(`./proof-worker.${isSource ? 'ts' : 'js'}`, import.meta.url));
  const child = fork(file, {
    execArgv: [...(isSource ? ['--conditions=@telltale/source'] : []), '--no-warnings'],
    // What a definition prints is not for the terminal of the station.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  let errors = '';
  child.stderr?.on(
    'data',
    (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-MAX_ERROR_LENGTH)),
  );
  if (child.pid !== undefined) lowerPriority(child.pid);
  child.on('message', (news: ProofNews) => onNews(news));
  child.once('error', (error) => onNews({ kind: 'failed', message: error.message }));
  child.once('close', (code) => {
    if (code !== 0 && code !== null)
      onNews({ kind: 'failed', message: errors.trim() || `it ended with ${code}` });
    onEnd();
  });
  child.send(order, (error) => {
    if (error) onNews({ kind: 'failed', message: error.message });
  });
  return { stop: () => void child.kill() };
}
