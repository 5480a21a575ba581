import type { DoctorStep } from '@telltale/station/contract';
import { join } from 'node:path';
import { telltaleHere } from '../support/telltale-here.ts';

/** What the smoke test said. */
export interface Smoke {
  readonly exit: number;
  /** Ids of the steps that failed. */
  readonly failed: readonly string[];
  /** What the steps that failed saw, and their parts that failed. */
  readonly seen: string;
  readonly step: (id: string) => SmokeStep;
}

/** A step as `--json` has it. */
interface SmokeStep extends DoctorStep {
  readonly asked: string;
  readonly attempts: number;
}

/** The file of a definition beside these tests. */
export function configOf(name: string): string {
  return join(import.meta.dirname, 'fixtures', `${name}.config.ts`);
}

/** Runs `telltale smoke --json`; its arguments are in one text. */
export async function smoke(args: string, config = 'shop', cwd = process.cwd()): Promise<Smoke> {
  const { exit, output } = await telltaleHere(
    ['smoke', '--config', configOf(config), '--json', ...args.split(' ').filter(Boolean)],
    { cwd },
  );
  if (!output.startsWith('{')) throw new Error(output);
  const { steps } = JSON.parse(output) as { readonly steps: readonly SmokeStep[] };
  const failed = steps.filter(({ outcome }) => outcome === 'failed');
  return {
    exit,
    failed: failed.map(({ id }) => id),
    seen: failed.map(({ seen }) => seen).join('\n'),
    step: (id) => {
      const found = steps.find((one) => one.id === id);
      if (!found) throw new Error(`there is no step ${id} among ${steps.map((one) => one.id).join(', ')}`);
      return found;
    },
  };
}
