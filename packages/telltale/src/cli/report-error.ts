import { TelltaleError } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';

/** One clear block: what is wrong, how to mend it, and the code to look up. */
export function reportError(error: unknown, io: CommandIo): void {
  if (error instanceof TelltaleError) {
    io.writeError(`telltale: ${error.message} (${error.code})\n  ${error.fix}\n`);
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  io.writeError(`telltale: ${message}\n  Set TELLTALE_DEBUG=1 to see where it came from.\n`);
}
