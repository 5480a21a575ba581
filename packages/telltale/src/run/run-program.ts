import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '@telltale/model';
import { exitCodeOf, startFaultCode } from './child/exit-code.ts';
import { forwardSignals } from './child/forward-signals.ts';
import { PassThroughOutput } from './child/pass-through.ts';
import { LineSplitter } from './lines/line-splitter.ts';
import { RecordAssembler } from './lines/record-assembler.ts';
import type { AssembledRecord } from './lines/record-assembler.ts';

/** Which of its two streams a program wrote to. */
export type OutputStream = 'stdout' | 'stderr';

/** What {@link runProgram} takes. */
export interface RunProgramOptions {
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Where the program's output goes, unchanged. */
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Whether a terminal sends its signals to the program by itself. */
  readonly hasTerminal: boolean;
  readonly onStart: (pid: number) => void;
  readonly onRecord: (record: AssembledRecord, stream: OutputStream) => void;
  /** What the program's output has to wait for. */
  readonly congestion: () => Promise<void> | undefined;
}

/** How a program ended. */
export interface ProgramEnd {
  readonly exitCode: number;
  /** Why it could not be started. */
  readonly startFault?: string;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** Programs that it left behind may hold its output open, and say nothing. */
const LEFT_OPEN_MS = 1000;

/** Runs a program to its end; its lines become log records on the way. */
export async function runProgram(options: RunProgramOptions): Promise<ProgramEnd> {
  try {
    return { exitCode: await runToEnd(start(options), options) };
  } catch (error) {
    // The one fault of a child process: it cannot be started.
    const fault = error as NodeJS.ErrnoException;
    return { exitCode: startFaultCode(fault), startFault: fault.message };
  }
}

function start({ command, env, cwd }: RunProgramOptions): Child {
  const [file, ...args] = command;
  return spawn(file, args, { cwd, env, stdio: ['inherit', 'pipe', 'pipe'] });
}

async function runToEnd(child: Child, options: RunProgramOptions): Promise<number> {
  const { stdout, stderr, hasTerminal, onStart } = options;
  const closed = once(child, 'close');
  // It rejects where the exit does.
  closed.catch(() => undefined);
  const outputs = [
    readOutput(child.stdout, stdout, 'stdout', options),
    readOutput(child.stderr, stderr, 'stderr', options),
  ];
  const stopForwarding = forwardSignals(child, hasTerminal);
  try {
    if (child.pid !== undefined) onStart(child.pid);
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    await Promise.race([closed, quiet(outputs)]);
    return exitCodeOf(code, signal);
  } finally {
    stopForwarding();
    for (const output of outputs) output.end();
  }
}

interface Output {
  progress(): number;
  /** Gives what is left of it, and reads no more. */
  end(): void;
}

/** Makes records of a stream on its way. */
function readOutput(
  source: Readable,
  target: Writable,
  stream: OutputStream,
  { onRecord, congestion }: RunProgramOptions,
): Output {
  const assembler = new RecordAssembler(systemClock, (record) => onRecord(record, stream));
  const splitter = new LineSplitter((line) => assembler.line(line));
  const output = new PassThroughOutput(source, target, (chunk) => {
    splitter.push(chunk);
    return congestion();
  });
  return {
    progress: () => output.progress,
    end: () => {
      output.close();
      splitter.end();
      assembler.flush();
    },
  };
}

/** Resolves when nothing has come for a while, and nobody is waited for. */
async function quiet(outputs: readonly Output[]): Promise<void> {
  const progressOf = () => outputs.reduce((sum, output) => sum + output.progress(), 0);
  for (let before = Number.NaN; before !== progressOf() || before === Infinity;) {
    before = progressOf();
    await delay(LEFT_OPEN_MS, undefined, { ref: false });
  }
}
