import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from 'telltale-example-support/waiting';

/** Where a run works. */
export interface Site {
  /** The current folder of the run; its libraries are in `out`. */
  readonly folder: string;
  /** The database, for the migration. */
  readonly databaseUrl: string;
  /** The same database, for somebody else. */
  readonly adminUrl: string;
}

/** The migration as a program of its own. */
export interface MigrationRun {
  readonly site: Site;
  readonly pid: number;
  /** Address of the metrics page. */
  readonly metricsUrl: () => string;
  readonly output: () => string;
  /** Waits for a text among what it prints. */
  readonly prints: (text: string) => Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Exit code, or the signal that ended it. */
  readonly exit: Promise<number | NodeJS.Signals | null>;
}

const MAIN = join(import.meta.dirname, '../src/main.ts');

/** Starts the migration; its metrics page is on a free port unless `port` says otherwise. */
export function startMigration(
  site: Site,
  args: readonly string[],
  port: readonly string[] = ['--port', '0'],
): MigrationRun {
  const flags = ['--conditions=@telltale/source', '--no-warnings', MAIN];
  const child = spawn('node', [...flags, ...port, ...args], {
    cwd: site.folder,
    env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: site.databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
  let isOver = false;
  const exit = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => {
      isOver = true;
      resolve(signal ?? code);
    });
  });
  return {
    site,
    pid: child.pid ?? 0,
    metricsUrl: () => /http:\S+\/metrics/.exec(output)?.[0] ?? '',
    output: () => output,
    prints: async (text) => {
      await waitFor(`"${text}" of the migration`, () => {
        if (output.includes(text) || isOver) return true;
        throw new Error(`it said:\n${output}`);
      });
      if (!output.includes(text)) throw new Error(`the migration is over; it said:\n${output}`);
    },
    kill: (signal) => child.kill(signal),
    exit,
  };
}

/** A number in a file of `/proc`, such as `VmRSS` of `status` or `wchar` of `io`. */
export function readProc(pid: number, file: string, field: string): number {
  const text = readFileSync(`/proc/${pid}/${file}`, 'utf8');
  return Number(new RegExp(`^${field}:\\s*(\\d+)`, 'm').exec(text)?.[1]);
}
