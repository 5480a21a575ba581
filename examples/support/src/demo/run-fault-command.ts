import { stopRequest } from '../programs/stop-request.ts';

/** Something that goes wrong on purpose. */
export interface DemoFault {
  /** What happens, in plain words. */
  readonly what: string;
  /** What tells of it: names of alerts, checks that fail. */
  readonly seenBy: readonly string[];
  /** Makes it happen until the signal is aborted, and then good again. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

const DEFAULT_SECONDS = '30';

/** `npm run fault -- NAME [SECONDS]`: makes one of the faults happen for a while, or lists them. */
export async function runFaultCommand(faults: ReadonlyMap<string, DemoFault>): Promise<void> {
  const [name = '', seconds = DEFAULT_SECONDS] = process.argv.slice(2);
  const fault = faults.get(name);
  if (!fault || !(Number(seconds) > 0)) {
    console.error(usage(faults));
    process.exitCode = name === '' ? 0 : 2;
    return;
  }
  try {
    const { what, seenBy, run } = fault;
    console.log(
      `For ${seconds} s, ${what}.\nLook for ${seenBy.join(' and ')}. Ctrl-C makes it good at once.`,
    );
    await run(AbortSignal.any([stopRequest(), AbortSignal.timeout(Number(seconds) * 1000)]));
    console.log('It is good again.');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

function usage(faults: ReadonlyMap<string, DemoFault>): string {
  const width = Math.max(...[...faults.keys()].map((name) => name.length)) + 2;
  const lines = [...faults].map(([name, { what }]) => `  ${name.padEnd(width)}${what}`);
  return `npm run fault -- NAME [SECONDS]\n\n${lines.join('\n')}`;
}
