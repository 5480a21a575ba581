import type { DoctorDetail, DoctorStep } from '@telltale/station/contract';
import { grafanaSteps } from '../../doctor/grafana/grafana-ladder.ts';
import { skipped, tryStep } from '../../doctor/ladder.ts';
import type { StepFinding } from '../../doctor/ladder.ts';
import { verdictOf } from '../../doctor/verdict.ts';
import { fixOf } from '../../doctor/words.ts';
import type { SmokeRound } from '../facts/smoke-round.ts';

/** Whether the Grafana that was named shows what it should: the doctor's steps, as parts of one. */
export async function tryGrafana({ grafana }: SmokeRound): Promise<StepFinding> {
  if (grafana === undefined) return skipped('no Grafana is named');
  const tried = new Map<string, DoctorStep>();
  for (const step of grafanaSteps(grafana)) tried.set(step.id, await tryStep(step, tried));
  const details = [...tried.values()].map(({ title, outcome, seen }): DoctorDetail => ({
    title,
    outcome,
    seen,
  }));
  const cause = [...tried.values()].find(({ outcome }) => outcome === 'failed');
  return verdictOf(
    details,
    `its sources and dashboards at ${grafana.address}`,
    cause?.fix ?? fixOf('See it step by step:', `npx telltale doctor grafana --grafana ${grafana.address}`),
  );
}
