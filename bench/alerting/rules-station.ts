import { readFileSync } from 'node:fs';
import { createRuleManager, loadRuleGroups } from '@telltale/alerting';
import { parseRuleFile } from '@telltale/formats';
import { systemClock } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import { openStore } from '@telltale/storage';
import { HISTORY_S, STEP_S, fleet } from './rules-fleet.ts';

/*
 * The side of Telltale in a process of its own: the store, filled with the history of the fleet, and the
 * rule manager as a station has it. Tells `ready`, then at each message of its parent its figures.
 *
 *   node rules-station.ts RULE_FILE FOLDER END_MS
 */
const [ruleFile, folder, endMs] = process.argv.slice(2);
const store = await openStore({ folder });
for (const [target, series] of Map.groupBy(fleet(), (one) => one.target)) {
  const ids = series.map(({ labels }) => store.metrics.intern(labels));
  for (let step = 0; step * STEP_S <= HISTORY_S; step++) {
    const values = Float64Array.from(series, ({ valueAt }) => valueAt(step));
    const timestampMs = Number(endMs) - HISTORY_S * 1000 + step * STEP_S * 1000;
    store.metrics.append({ group: target, timestampMs, ids, values });
  }
}
await store.flush();
let updates = 0;
const manager = createRuleManager({
  groups: loadRuleGroups(parseRuleFile(readFileSync(ruleFile, 'utf8'), ruleFile)),
  query: createQueryEngine({ source: store.metrics, closedWindows: true }),
  appender: store.metrics,
  clock: systemClock,
  state: store.state,
  onAlerts: (alerts) => (updates += alerts.length),
});
process.on('message', () => {
  const groups = manager.groups();
  const sum = (figure: (group: (typeof groups)[number]) => number): number =>
    groups.reduce((total, group) => total + figure(group), 0);
  process.send?.({
    evaluations: sum(({ evaluations }) => evaluations),
    missed: sum(({ missedEvaluations }) => missedEvaluations),
    failed: sum(({ failedRules }) => failedRules),
    samples: sum(({ lastSamples }) => lastSamples),
    roundMs: sum(({ lastDurationMs }) => lastDurationMs ?? 0),
    error: groups.flatMap(({ rules }) => rules).find(({ lastError }) => lastError !== '')?.lastError,
    updates,
  });
});
process.once('SIGTERM', () => void stop());
process.once('disconnect', () => void stop());
await manager.start();
process.send?.('ready');

async function stop(): Promise<void> {
  await manager.stop();
  await store.close();
  process.exit(0);
}
