import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { allPanels, prometheusTargets } from './panels.ts';

/** Panels whose unit is not that of their values. */
export const dashUnitVsMetric: CheckRule = {
  id: 'dash/unit-vs-metric',
  severity: 'error',
  preset: 'strict',
  why: 'The panel shows numbers that are wrong by a factor, or in a unit that they do not have.',
  doc: 'The unit of a panel and that of its values are both known, and differ: time and size, share (0–1) and percent (0–100), seconds and milliseconds. Panels with several units by override are left alone.',
  examples: [
    {
      wrong: dashboardFiles({
        panel: { fieldConfig: { defaults: { unit: 's' }, overrides: [] } },
        target: { expr: 'process_resident_memory_bytes' },
      }),
      right: dashboardFiles({
        panel: { fieldConfig: { defaults: { unit: 'bytes' }, overrides: [] } },
        target: { expr: 'process_resident_memory_bytes' },
      }),
    },
  ],
  *run(workspace) {
    for (const { panel } of allPanels(workspace)) {
      const shown = UNITS.get(panel.unit);
      const overrides = panel.parsed?.node.at('fieldConfig', 'overrides')?.items() ?? [];
      if (shown === undefined || overrides.length > 0) continue;
      for (const { query, isHidden } of prometheusTargets(panel)) {
        const asked = query?.expr && workspace.inference.of(query.expr).unit;
        if (asked === undefined || isHidden || !KNOWN.has(asked) || asked === shown) continue;
        yield {
          place: panel.placeOf('unit'),
          message: `the unit is ${panel.unit}, the values are ${WORDS.get(asked) ?? asked}`,
          fix: `use ${RIGHT.get(asked) ?? 'the unit of the values'}`,
        };
        break;
      }
    }
  },
};

/** What values have to be in, by Grafana's units and by those of definitions. */
const UNITS: ReadonlyMap<string, string> = new Map([
  ['s', 'seconds'],
  ['seconds', 'seconds'],
  ['dtdurations', 'seconds'],
  ['clocks', 'seconds'],
  ['ms', 'milliseconds'],
  ['milliseconds', 'milliseconds'],
  ['bytes', 'bytes'],
  ['decbytes', 'bytes'],
  ['kbytes', 'kibibytes'],
  ['mbytes', 'mebibytes'],
  ['percentunit', 'ratio'],
  ['ratio', 'ratio'],
  ['percent', 'percent'],
]);
const KNOWN: ReadonlySet<string> = new Set(UNITS.values());
const WORDS: ReadonlyMap<string, string> = new Map([
  ['ratio', 'shares from 0 to 1'],
  ['percent', 'percents from 0 to 100'],
]);
const RIGHT: ReadonlyMap<string, string> = new Map([
  ['seconds', 's'],
  ['milliseconds', 'ms'],
  ['bytes', 'bytes'],
  ['ratio', 'percentunit'],
  ['percent', 'percent'],
]);
