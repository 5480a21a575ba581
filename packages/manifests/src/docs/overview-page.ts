import type { ResolvedDiscovery, ResolvedDefinition, ResolvedTarget } from '@telltale/definition';
import { formatDuration } from '@telltale/model';
import { logsWay } from '../elastic/shipped-logs.ts';
import { code, codeBlock, inline, table } from './markdown.ts';

/** Where further addresses are found. */
function placesOf(discovery: ResolvedDiscovery): readonly string[] {
  if (discovery.kind === 'file') return discovery.files;
  return discovery.kind === 'http' ? [discovery.url] : discovery.names;
}

/** Where a target is, or what is probed. */
function addressesOf({ addresses, discovery = [], probes }: ResolvedTarget): readonly string[] {
  return probes ? probes.map(({ address }) => address) : [...addresses, ...discovery.flatMap(placesOf)];
}

/** The way from the programs to the people, as a diagram, and where the other pages are. */
export function overviewPage(definition: ResolvedDefinition): string {
  const { service, owner, targets } = definition;
  const scraped = table(
    ['Job', 'Addresses', 'Path', 'Every'],
    targets.map((target) => [
      inline(target.job),
      addressesOf(target).map(code).join(', '),
      code(target.path),
      formatDuration(target.intervalMs),
    ]),
  );
  const parts = [
    `# Monitoring of ${inline(service)}`,
    ...(owner === '' ? [] : [`Looked after by ${inline(owner)}.`]),
    codeBlock('mermaid', diagram(definition)),
    '[Metrics](metrics.md) · [Alerts](alerts.md) · [Objectives](slos.md) · [Dashboards](dashboards.md)',
    ...(targets.length > 0 ? ['## What is scraped', scraped] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function diagram(definition: ResolvedDefinition): string {
  const { targets, receivers, traces, rules } = definition;
  const lines = ['flowchart LR'];
  for (const [index, target] of targets.entries()) {
    lines.push(`  t${index}["${label(target.job)}<br>${label(target.path)}"] --> prometheus`);
  }
  lines.push('  prometheus[Prometheus] --> grafana[Grafana]');
  if (rules.some(({ kind }) => kind === 'alerting') && receivers.length > 0) {
    lines.push('  prometheus --> alertmanager[Alertmanager]');
    for (const [index, { name, kind }] of receivers.entries()) {
      lines.push(`  alertmanager --> r${index}(["${label(name)}, ${kind}"])`);
    }
  }
  const programs = targets.flatMap((target, index) => (isProgram(target) ? [`t${index}`] : []));
  const elasticsearch = logsWay(definition) !== undefined;
  for (const program of programs) {
    if (traces?.enabled) lines.push(`  ${program} -. traces .-> collector[Collector]`);
    if (elasticsearch) lines.push(`  ${program} -. logs .-> elasticsearch[(Elasticsearch)]`);
  }
  if (traces?.enabled && programs.length > 0) lines.push('  collector --> jaeger[Jaeger]');
  return lines.join('\n');
}

function isProgram({ exporter }: ResolvedTarget): boolean {
  return exporter === undefined;
}

/** Mermaid reads quotes, brackets and hashes in a label. */
function label(text: string): string {
  return text.replaceAll(/["#<>[\](){}|;\r\n]/g, (character) => `#${character.codePointAt(0)};`);
}
