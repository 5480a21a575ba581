import type { Writable } from 'node:stream';
import { EXIT } from './command-io.ts';

/**
 * Keeps an output that cannot be written from ending the process with a stack trace. A reader that
 * left early, as `head` does, has what it wanted: the command goes on and its exit code stands. Any
 * other fault, such as a full disk, loses results: it is named and makes the exit code 2.
 */
export function guardOutput({ stdout, stderr }: { stdout: Writable; stderr: Writable }): void {
  stderr.on('error', () => {});
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.exitCode = EXIT.failure;
    stderr.write(`telltale: the output cannot be written: ${error.message}\n`);
  });
}
