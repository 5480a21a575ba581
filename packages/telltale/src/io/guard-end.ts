import { writeSync } from 'node:fs';
import { EXIT } from './command-io.ts';

/**
 * Keeps a definition, which is a program, from deciding how the command ends. One that calls
 * `process.exit` gives exit code 2 and a line that says so, whatever code it chose; timers and servers
 * that it left open do not keep the process alive.
 *
 * @returns To be called when the command is done: ends the process once its output is written.
 */
export function guardEnd(ended: NodeJS.Process): () => Promise<void> {
  const tell = () => {
    ended.exitCode = EXIT.failure;
    writeSync(
      2,
      'telltale: ended before it was done: the definition, or what it imports, calls process.exit\n',
    );
  };
  ended.once('exit', tell);
  return async () => {
    ended.off('exit', tell);
    await Promise.all([written(ended.stdout), written(ended.stderr)]);
    ended.exit();
  };
}

/** Also where nobody reads it any more; the guard of the output has seen the fault before this ends. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writable) stream.write('', () => setImmediate(resolve));
    else resolve();
  });
}
