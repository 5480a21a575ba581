import type { DoctorStep } from '@telltale/station/contract';
import { telltaleHere } from './telltale-here.ts';

/** What the doctor said of a topic. */
export interface Diagnosis {
  readonly exit: number;
  /** Id of the first step that failed; empty where none did. */
  readonly cause: string;
  /** What was seen by the step that is the cause, its fix and what of it can be copied. */
  readonly seen: string;
  readonly fix: string;
  readonly code: string;
  /** Outcomes by id, in the order of the steps. */
  readonly outcomes: Readonly<Record<string, DoctorStep['outcome']>>;
  readonly step: (id: string) => DoctorStep;
}

/** Has `telltale doctor` examine something; its arguments are in one text where none has a blank. */
export async function doctor(args: string, env: Readonly<Record<string, string>> = {}): Promise<Diagnosis> {
  const { exit, output } = await telltaleHere(['doctor', ...args.split(' ').filter(Boolean), '--json'], {
    cwd: process.cwd(),
    env,
  });
  const { cause, steps } = JSON.parse(output) as {
    readonly cause: string;
    readonly steps: readonly DoctorStep[];
  };
  const step = (id: string): DoctorStep => {
    const found = steps.find((one) => one.id === id);
    if (!found) throw new Error(`there is no step ${id} among ${steps.map((one) => one.id).join(', ')}`);
    return found;
  };
  const failed = cause === '' ? undefined : step(cause);
  return {
    exit,
    cause,
    seen: failed?.seen ?? '',
    fix: failed?.fix?.text ?? '',
    code: failed?.fix?.code ?? '',
    outcomes: Object.fromEntries(steps.map(({ id, outcome }) => [id, outcome])),
    step,
  };
}
