import { TelltaleError } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';
import { printableLines } from '../io/printable.ts';

/** One clear block: what is wrong, how to mend it, and the code to look up. */
export function reportError(error: unknown, io: CommandIo): void {
  if (error instanceof TelltaleError) {
    // What follows the first line shows the place: the code must not stand behind its caret.
    const [first, ...place] = error.message.split('\n');
    const colon = first.endsWith(':') ? ':' : '';
    const summary = `telltale: ${first.slice(0, first.length - colon.length)} (${error.code})${colon}`;
    io.writeError(printableLines([summary, ...place, `  ${error.fix}\n`].join('\n')));
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  io.writeError(`telltale: ${message}\n  Set TELLTALE_DEBUG=1 to see where it came from.\n`);
}
