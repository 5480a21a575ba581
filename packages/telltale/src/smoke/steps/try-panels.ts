import { parseExpr } from '@telltale/promql';
import { skipped } from '../../doctor/ladder.ts';
import type { StepFinding } from '../../doctor/ladder.ts';
import { tryPanels as tryAskedPanels } from '../../doctor/panels/try-panels.ts';
import type { Excuse } from '../../doctor/panels/try-panels.ts';
import { sampleNames } from '../../drift/metrics/compare-metrics.ts';
import type { SeenMetric } from '../facts/seen-metrics.ts';
import type { SmokeRound } from '../facts/smoke-round.ts';

/** Whether every panel of the definition has something to show, or a good reason not to. */
export async function tryPanels(round: SmokeRound): Promise<StepFinding> {
  const { definition, patient } = round;
  if (definition.dashboards.length === 0) return skipped('the definition has no dashboards');
  const panels = definition.dashboards.flatMap((dashboard) =>
    dashboard.panels.map((panel) => ({
      title: `${dashboard.title} / ${panel.title}`,
      queries: panel.queries.map(({ query }) => query),
      client: patient.prometheus,
    })),
  );
  return tryAskedPanels(panels, await excuseOf(round));
}

/** A panel of what waits for its first event is empty; and what failed above is not told once more for each panel. */
async function excuseOf(round: SmokeRound): Promise<Excuse> {
  const metrics = await round.metrics();
  const byName = new Map(metrics.flatMap((seen) => sampleNames(seen.metric).map((name) => [name, seen])));
  const targets = round.tries.has('targets') ? await round.targets() : [];
  const isDown = (job: string): boolean => {
    const ofJob = targets.filter(({ target }) => target.job === job);
    return ofJob.length > 0 && ofJob.every(({ listed }) => listed?.health !== 'up');
  };
  return (text) => {
    const selector = parseExpr(text);
    if (selector.kind !== 'vector') return undefined;
    const { metric, matchers } = selector;
    const job = matchers.find(({ name, op }) => name === 'job' && op === '=')?.value;
    if (job !== undefined && isDown(job)) return `the target ${job} is down`;
    const seen = metric === undefined ? undefined : byName.get(metric);
    return seen && excuseOfMetric(seen, round.tries);
  };
}

function excuseOfMetric({ metric, state }: SeenMetric, tries: ReadonlySet<string>): string | undefined {
  switch (state) {
    case 'waiting':
      return `${metric.name} comes with its first event`;
    case 'down':
      return tries.has('targets') ? `${metric.name} is of a target that is down` : undefined;
    case 'missing':
      return tries.has('metrics') ? `${metric.name} is not collected` : undefined;
    case 'optional':
    case 'collected':
      return undefined;
  }
}
