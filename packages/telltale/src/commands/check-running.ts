import { TelltaleError } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';
import { smokeCommand } from './smoke.ts';

/** The options of `telltale check --health` and `telltale check --metrics`. */
export interface CheckRunningOptions {
  readonly config?: string;
  readonly env?: string;
  /** Address of a station or a Prometheus. */
  readonly url?: string;
  /** Whether the services say that they are well. */
  readonly health?: boolean;
  /** Whether every declared metric is collected; a text names what exists, which is another check. */
  readonly metrics?: string | true;
  readonly wait?: string;
  readonly json?: boolean;
}

/**
 * Whether a check is about what runs, not about files.
 *
 * @throws TelltaleError TT_USAGE for options of the one with the other
 */
export function isOfRunning({ health, metrics, wait, url, config }: CheckRunningOptions): boolean {
  if (health === true || metrics === true) return true;
  const lone = Object.entries({ wait, url, config }).find(([, value]) => value !== undefined)?.[0];
  if (lone === undefined) return false;
  throw new TelltaleError('TT_USAGE', `--${lone} is for checks of what runs`, {
    fix: 'Add --health, or --metrics without a source.',
  });
}

/** `telltale check --health` and `--metrics`: the steps of `telltale smoke` that deployments wait for. */
export async function checkRunningCommand(options: CheckRunningOptions, io: CommandIo): Promise<number> {
  const { health, metrics, config, env, url, wait, json } = options;
  const only = [...(health ? ['health', 'backing'] : []), ...(metrics === true ? ['metrics'] : [])];
  return smokeCommand(
    {
      only,
      ...(config !== undefined && { config }),
      ...(env !== undefined && { env }),
      ...(url !== undefined && { url }),
      ...(wait !== undefined && { wait }),
      ...(json !== undefined && { json }),
    },
    io,
  );
}
