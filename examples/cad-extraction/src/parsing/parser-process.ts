import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { Facts } from './facts.ts';
import type { ParseRequest, ParseResult } from './main.ts';

/** That a file is not what its name says: it will not be read next time either. */
export class UnreadableFile extends Error {}

/** A process that reads files, one at a time; one that dies or hangs is replaced. */
export interface ParserProcess {
  /** Throws {@link UnreadableFile}, or another error where the process died or took too long. */
  parse(request: ParseRequest): Promise<Facts>;
  /** Process id of the one that runs now. */
  pid(): number | undefined;
  end(): void;
}

const PROGRAM = fileURLToPath(new URL('main.ts', import.meta.url));

/** Starts a process when the first file comes. */
export function createParserProcess(timeoutMs: number): ParserProcess {
  let child: ChildProcess | undefined;
  const current = () => {
    child ??= spawn('node', ['--conditions=@telltale/source', '--no-warnings', PROGRAM], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // Files are bytes.
      serialization: 'advanced',
    });
    return child;
  };

  return {
    parse: async (request) => {
      const process = current();
      try {
        const result = await ask(process, request, timeoutMs);
        if ('unreadable' in result) throw new UnreadableFile(result.unreadable);
        return result.facts;
      } catch (error) {
        if (!(error instanceof UnreadableFile)) {
          process.kill('SIGKILL');
          child = undefined;
        }
        throw error;
      }
    },
    pid: () => child?.pid,
    end: () => void child?.kill('SIGKILL'),
  };
}

function ask(child: ChildProcess, request: ParseRequest, timeoutMs: number): Promise<ParseResult> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not read within ${timeoutMs} ms`)), timeoutMs);
    const settle = (end: () => void) => {
      clearTimeout(timer);
      child.off('message', answered).off('exit', ended).off('error', ended);
      end();
    };
    const answered = (result: ParseResult) => settle(() => resolve(result));
    const ended = (why: unknown) => settle(() => reject(new Error(`the parser ended: ${String(why)}`)));
    child.on('message', answered).once('exit', ended).once('error', ended);
    child.send(request, (error) => error && ended(error.message));
  });
}
