import type { ResolvedDefinition } from '@telltale/definition';
import { LabelSet } from '@telltale/model';
import { alertingRules, recordingRules } from '../drill/drill-rule.ts';
import { createRuleBench } from '../drill/rule-bench.ts';
import type { SynthesisedSeries } from '../synthesis/synthesise.ts';
import type { Assignment } from '../synthesis/synthetic-source.ts';

/** An alert that is there because of the fault. */
export interface FaultAlert {
  readonly alertName: string;
  /** Name, labels of the series and of the rule. */
  readonly labels: LabelSet;
}

/**
 * All alerts of the definition that the fault would make fire if it lasted: those that hold on its series and
 * do not hold on series that are well.
 */
export async function alertsDuringFault(
  resolved: ResolvedDefinition,
  series: SynthesisedSeries,
  startMs: number,
): Promise<readonly FaultAlert[]> {
  const { sources, quiet, firing } = series;
  const before = sources.length === 0 ? [] : await alertsAtLevels(resolved, series, quiet, startMs);
  const known = new Set(before.map(({ labels }) => labels.key));
  const during = await alertsAtLevels(resolved, series, firing, startMs);
  return during.filter(({ labels }) => !known.has(labels.key));
}

/** All alerts that hold once the series have been on their levels for as long as the expressions look back. */
export async function alertsAtLevels(
  resolved: ResolvedDefinition,
  series: SynthesisedSeries,
  levels: Assignment,
  startMs: number,
): Promise<readonly FaultAlert[]> {
  const rules = alertingRules(resolved).map((rule) => ({ ...rule, forMs: 0 }));
  const bench = createRuleBench({ ...series, resolved, rules, startMs });
  try {
    bench.scrapeUntil(bench.clock.now(), levels);
    // What is recorded may be looked back on; without recordings the end is all that counts.
    const steps = recordingRules(resolved).length === 0 ? 1 : Math.ceil(series.windowMs / bench.stepMs);
    for (let i = 0; i < steps; i++) {
      const timeMs = bench.clock.now() + bench.stepMs;
      bench.scrapeUntil(timeMs, levels);
      await bench.clock.advanceTo(timeMs);
      await bench.evaluate();
    }
    return bench.alerts().map(({ labels }) => {
      return { alertName: labels['alertname'] ?? '', labels: LabelSet.of(labels) };
    });
  } finally {
    await bench.stop();
  }
}
