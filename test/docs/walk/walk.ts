import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { freePort } from '../../support/free-port.ts';
import { ROOT } from '../../support/program.ts';
import { waitFor } from '../../support/wait-for.ts';
import { matchesOutput } from './matches-output.ts';
import type { Step } from './read-guide.ts';

/** Where walks are made; in nobody's history. */
const FOLDERS = join(ROOT, 'test', 'docs', '.cache');

/** Ports that guides name; each walk has others, so that walks do not meet. */
const PORTS = /\b(3000|3001|3002|4400|4401|8428|9000|9090|9093|9464)\b/g;
/** A page may have to be scraped first, on a machine that does much else. */
const PATIENCE_MS = 45_000;

/** How a command of a guide ended. */
interface Ended {
  readonly code: number;
  readonly output: string;
}

interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
}

/** A reader who does what a guide says, in an empty folder. */
export class Walk {
  readonly folder: string;
  readonly #ports = new Map<string, number>();
  /** What keeps running, by the port that it listens on. */
  readonly #running = new Map<string, Running>();

  readonly #patienceMs: number;

  /** The folder is inside the workspace, so that programs find the packages by name. */
  constructor({ patienceMs = PATIENCE_MS } = {}) {
    this.#patienceMs = patienceMs;
    mkdirSync(FOLDERS, { recursive: true });
    this.folder = mkdtempSync(join(FOLDERS, 'walk-'));
    writeShims(join(this.folder, '.bin'));
  }

  /** Does one step; throws with what a reader would see where it does not go as the guide says. */
  async take(step: Step): Promise<void> {
    if (step.kind === 'write') return this.#write(step.file, step.text);
    if (step.kind === 'change') return this.#change(step.file, step.before, step.after);
    const command = await this.#withPorts(step.command);
    // The port of the station, which commands know without being told.
    await this.#portOf('4400');
    if (step.kind === 'see') return this.#see(command, await this.#withPorts(step.output));
    if (step.staysOnPort !== undefined) return this.#start(command, step.staysOnPort);
    const { code, output } = await this.#run(command);
    if (code !== 0) throw new Error(`$ ${command}\nended with ${code}:\n${output}\n${this.#logs()}`);
  }

  /** Ends what keeps running, and removes the folder. */
  async end(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ child }) => endGroup(child)));
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #write(file: string, text: string): Promise<void> {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await this.#withPorts(text));
  }

  async #change(file: string, before: string, after: string): Promise<void> {
    const path = join(this.folder, file);
    const text = readFileSync(path, 'utf8');
    const from = await this.#withPorts(before);
    if (!text.includes(from)) throw new Error(`${file} has no lines\n${from}\nto change, but\n${text}`);
    writeFileSync(path, text.replace(from, await this.#withPorts(after)));
  }

  /** Asks again until the output is that of the guide: what is told may still be on its way. */
  async #see(command: string, expected: string): Promise<void> {
    let seen = '';
    await waitFor(
      `the output of ${command}`,
      async () => {
        seen = (await this.#run(command)).output;
        return matchesOutput(seen, expected);
      },
      this.#patienceMs,
    ).catch((error: unknown) => {
      throw new Error(`$ ${command}\nprints\n${seen}\nbut the guide says\n${expected}\n${this.#logs()}`, {
        cause: error,
      });
    });
  }

  async #start(command: string, port: string): Promise<void> {
    // Whoever starts a program where one runs has ended that one.
    const before = this.#running.get(port);
    if (before) await endGroup(before.child);
    const { child, output } = this.#spawn(command);
    this.#running.set(port, { child, output });
    const mapped = await this.#portOf(port);
    const isOver = async () => child.exitCode !== null || isListening(mapped);
    await waitFor(`${command} to listen on ${port}`, isOver, this.#patienceMs);
    if (child.exitCode !== null) throw new Error(`$ ${command}\nended with ${child.exitCode}:\n${output()}`);
  }

  async #run(command: string): Promise<Ended> {
    const { child, output } = this.#spawn(command);
    const code = await new Promise<number>((resolve) => child.once('close', (exit) => resolve(exit ?? 1)));
    return { code, output: output() };
  }

  #spawn(command: string): Running {
    const path = [join(this.folder, '.bin'), join(ROOT, 'node_modules/.bin'), process.env['PATH']].join(
      delimiter,
    );
    const child = spawn('bash', ['-c', command], {
      cwd: this.folder,
      detached: true,
      env: {
        ...process.env,
        PATH: path,
        NO_COLOR: '1',
        NODE_OPTIONS: '--conditions=@telltale/source --no-warnings',
        TELLTALE_PORT: String(this.#ports.get('4400') ?? 4400),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    return { child, output: () => text };
  }

  async #withPorts(text: string): Promise<string> {
    for (const [port] of text.matchAll(PORTS)) await this.#portOf(port);
    return text.replaceAll(PORTS, (port) => String(this.#ports.get(port)));
  }

  async #portOf(port: string): Promise<number> {
    const known = this.#ports.get(port);
    if (known !== undefined) return known;
    const free = await freePort();
    this.#ports.set(port, free);
    return free;
  }

  /** What the programs that keep running have said, for whoever looks for the fault. */
  #logs(): string {
    return [...this.#running.values()].map(({ output }) => output().slice(-2000)).join('\n');
  }
}

/** `telltale` is that of the repository, and nothing is installed: the packages are there. */
function writeShims(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const bin = join(ROOT, 'packages/telltale/bin/telltale.js');
  const script = (lines: readonly string[]) => ['#!/bin/bash', ...lines, ''].join('\n');
  const npx = [`[ "$1" = telltale ] && exec node '${bin}' "\${@:2}"`, 'exec "$@"'];
  const installed = `[ -d '${ROOT}/node_modules'/"$name" ] || { echo "no package $name"; exit 1; }`;
  const npm = ['[ "$1" = install ] || exit 1', `for name in "\${@:2}"; do`, `  ${installed}`, 'done'];
  writeFileSync(join(folder, 'npx'), script(npx), { mode: 0o755 });
  writeFileSync(join(folder, 'npm'), script(npm), { mode: 0o755 });
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Ends a shell with all that it has started. */
async function endGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  const { pid } = child;
  const signal = (name: NodeJS.Signals): void => {
    try {
      process.kill(-pid, name);
    } catch {
      // It has ended meanwhile.
    }
  };
  signal('SIGTERM');
  const timer = setTimeout(() => signal('SIGKILL'), 10_000);
  await closed;
  clearTimeout(timer);
}
