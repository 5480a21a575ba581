import type { ResolvedDefinition } from '@telltale/definition';
import { TelltaleError } from '@telltale/model';
import { plural } from '../../check/report/plural.ts';
import type { CommandIo } from '../../io/command-io.ts';

/** What is to be confirmed. */
export interface RealDrill {
  readonly resolved: ResolvedDefinition;
  readonly names: readonly string[];
  /** Whether that was said with the command already. */
  readonly yes: boolean;
}

/** What a person types to agree. */
const AGREEMENT = 'drill';

/**
 * Asks, on standard error, whether people may be told of a drill.
 *
 * @throws TelltaleError TT_USAGE where nobody can be asked.
 */
export async function confirmReal({ resolved, names, yes }: RealDrill, io: CommandIo): Promise<boolean> {
  if (yes) return true;
  const receivers = resolved.receivers.map(({ name, kind }) => `${name} (${kind})`).join(', ') || 'none';
  if (io.ask === undefined) {
    throw new TelltaleError('TT_USAGE', '--real tells the receivers, and nobody is here to agree to that.', {
      fix: 'Add --yes where that is meant.',
    });
  }
  io.writeError(
    `${plural(names.length, 'alert')} will be sent, marked [DRILL], once as firing and once as ended.\n` +
      `Receivers of the definition: ${receivers}\n`,
  );
  const answer = await io.ask(`Type ${AGREEMENT} to go on: `);
  if (answer.trim() === AGREEMENT) return true;
  io.writeError('Nothing was sent.\n');
  return false;
}
