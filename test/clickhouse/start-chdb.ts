import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether chdb is installed: `npm run setup:counterparts -- --clickhouse`. */
export const hasChdb = existsSync(join(import.meta.dirname, 'node_modules/chdb'));

export interface RunningClickHouse {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts {@link file://./chdb-program.ts} in a folder of its own. */
export async function startChdb(): Promise<RunningClickHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-chdb-'));
  const program = join(import.meta.dirname, 'chdb-program.ts');
  const child = spawn('node', ['--no-warnings', program, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = once(child, 'close');
  const [line]: Buffer[] = await Promise.race([
    once(child.stdout, 'data'),
    exit.then(() => [Buffer.from('')]),
  ]);
  const url = String(line).trim();
  if (url === '') throw new Error('chdb did not start');
  return {
    url,
    stop: async () => {
      child.stdin.end();
      await exit;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
