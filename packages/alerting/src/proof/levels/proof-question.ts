import type { ResolvedDefinition } from '@telltale/definition';
import { TelltaleError } from '@telltale/model';
import type { AlertingRule } from '@telltale/model';
import type { DrillHop } from '../drill/drill-report.ts';
import type { DrillTarget } from '../drill/drill-target.ts';
import { seriesFor } from '../drill/run-drill.ts';
import type { SynthesisedSeries } from '../synthesis/synthesise.ts';
import { alertsDuringFault } from './alerts-during-fault.ts';
import type { FaultAlert } from './alerts-during-fault.ts';

/** Ends a step: why the alert does not reach its level. */
export class StepFailure extends Error {}

/** What was seen in a step that passed. */
export interface StepResult {
  readonly detail: string;
  /** What to know all the same. Default: nothing. */
  readonly remarks?: readonly string[];
}

/** What all steps of one proof share. */
export interface ProofQuestion {
  readonly resolved: ResolvedDefinition;
  readonly rule: AlertingRule;
  /** Unix milliseconds at which made-up time begins. */
  readonly startMs: number;
  readonly target: DrillTarget;
  readonly externalUrl: string | undefined;
  /** Whether a running service has series for a selector, or exposes them at zero. */
  readonly liveSeries: ((selector: string) => Promise<boolean>) | undefined;
  /** Hears of each stage of the alert's way when it is reached. */
  readonly onHop: ((hop: DrillHop) => void) | undefined;
  /** Made once, when the first step needs them. Throws {@link StepFailure}. */
  series(): Promise<SynthesisedSeries>;
  /** All alerts that the fault would make fire, found once. */
  alertsDuringFault(): Promise<readonly FaultAlert[]>;
}

/** Shares the search for series, by far the longest part of a proof, between the steps. */
export function createProofQuestion(options: AskedProof): ProofQuestion {
  const { resolved, startMs } = options;
  let found: Promise<SynthesisedSeries> | undefined;
  let alerts: Promise<readonly FaultAlert[]> | undefined;
  const series = () => (found ??= findSeries(options));
  const findAlerts = async () => alertsDuringFault(resolved, await series(), startMs);
  return { ...options, series, alertsDuringFault: () => (alerts ??= findAlerts()) };
}

type AskedProof = Omit<ProofQuestion, 'series' | 'alertsDuringFault'>;

async function findSeries({ resolved, rule, startMs }: AskedProof): Promise<SynthesisedSeries> {
  try {
    return await seriesFor(resolved, rule, startMs);
  } catch (error) {
    if (error instanceof TelltaleError) throw new StepFailure(error.message, { cause: error });
    throw error;
  }
}
