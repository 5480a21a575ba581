import type { ResolvedDefinition, ResolvedSlo } from '@telltale/definition';
import { formatDuration } from '@telltale/model';
import { codeBlock, inline, table } from './markdown.ts';

const NO_TRAFFIC = {
  good: 'counts as good',
  bad: 'counts as bad',
  nodata: 'is no data',
} as const;

/** What the service promises, and what is left of it to fail. */
export function slosPage({ service, slos = [] }: ResolvedDefinition): string {
  const overview = table(
    ['Objective', 'Promise', 'Over', 'May fail', 'A time without traffic'],
    slos.map((slo) => [
      inline(slo.name),
      `${slo.objective} %`,
      formatDuration(slo.windowMs),
      allowance(slo),
      NO_TRAFFIC[slo.noTraffic],
    ]),
  );
  const parts = [
    `# Service level objectives of ${inline(service)}`,
    slos.length > 0 ? overview : 'None.',
    ...slos.map(detail),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** The budget in time of complete failure: what a person can picture. */
function allowance({ objective, windowMs }: ResolvedSlo): string {
  const share = (100 - objective) / 100;
  const ms = Math.round((share * windowMs) / 1000) * 1000;
  return `${Number((share * 100).toPrecision(6))} %, or ${formatDuration(ms)} of nothing but failures`;
}

function detail({ name, bad, total, alerts }: ResolvedSlo): string {
  const told = alerts.length > 0 ? `\n\nAlerts: ${alerts.map(inline).join(', ')}.` : '';
  return `## ${inline(name)}\n\nBad of all:\n\n${codeBlock('promql', bad)}\n\n${codeBlock('promql', total)}${told}`;
}
