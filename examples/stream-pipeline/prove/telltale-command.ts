import { runScript } from 'telltale-example-support/proving';
import { TELLTALE } from 'telltale-example-support/watching';

/** Runs a command of Telltale to its end; throws with what it says where it fails. */
export function telltale(...args: readonly string[]): Promise<string> {
  return runScript(TELLTALE, args);
}
