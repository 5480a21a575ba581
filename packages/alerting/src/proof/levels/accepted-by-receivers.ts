import { runDrill } from '../drill/run-drill.ts';
import type { DrillReport } from '../drill/drill-report.ts';
import { createToldRoutes } from '../drill/told-routes.ts';
import type { ProofQuestion, StepResult } from './proof-question.ts';
import { StepFailure } from './proof-question.ts';
import { isShadow } from './reaches-receivers.ts';
import { watchMoments } from './watch-moments.ts';

/** A drill went all the way. */
export interface AcceptedResult extends StepResult {
  readonly drills: readonly DrillReport[];
}

/** A drill did not: what was seen of it. */
export class DrillStepFailure extends StepFailure {
  readonly drills: readonly DrillReport[];

  constructor(message: string, drills: readonly DrillReport[]) {
    super(message);
    this.drills = drills;
  }
}

/**
 * Level 5: rule manager, notifier and channels run as one, and each receiver that the alert is routed to
 * accepts both messages, that it fires and that it has ended, at its own protocol. Receivers that are told at
 * other times only are told then, in a drill of their own.
 */
export async function acceptedByReceivers(question: ProofQuestion): Promise<AcceptedResult> {
  const { resolved, rule, target, externalUrl, onHop } = question;
  if (isShadow(rule)) return { detail: 'a shadow alert: there is nothing to deliver', drills: [] };
  const series = await question.series();
  const drills: DrillReport[] = [];
  for (const startMs of await drillTimes(question)) {
    const drill = await runDrill({
      resolved,
      alertName: rule.name,
      target,
      synthesised: series,
      startMs,
      ...(externalUrl !== undefined && { externalUrl }),
      ...(onHop && { onHop }),
    });
    drills.push(drill);
    if (!drill.isProven) throw new DrillStepFailure(drill.failure, drills);
  }
  const kinds = drills.flatMap(({ deliveries }) =>
    deliveries.map(({ receiver, kind }) => `${receiver} (${kind})`),
  );
  return { detail: `accepted by ${[...new Set(kinds)].join(', ')}`, drills };
}

/** The fewest moments at which together every receiver is told. */
async function drillTimes(question: ProofQuestion): Promise<readonly number[]> {
  const { resolved, rule, startMs } = question;
  const told = createToldRoutes(resolved);
  const own = (await question.alertsDuringFault()).filter(({ alertName }) => alertName === rule.name);
  const routes = [...new Set(own.flatMap(({ labels }) => told.of(labels)))];
  const missing = new Set(routes);
  const times: number[] = [];
  for (const { timeMs } of watchMoments(resolved, startMs)) {
    const open = [...missing].filter((route) => told.heldBackBy(route, timeMs) === undefined);
    if (open.length === 0) continue;
    times.push(timeMs);
    for (const route of open) missing.delete(route);
  }
  return times;
}
