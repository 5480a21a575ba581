import { formatDuration } from '@telltale/model';
import type { TargetView } from '../../../contract.ts';

/** What a station does, as the configuration of a Prometheus that would do the same over HTTP. */
export function configurationYaml(targets: readonly TargetView[], evaluationIntervalMs: number): string {
  const alike = Map.groupBy(targets.filter(isHttp), keyOf);
  const names = new Set<string>();
  const global = ['global:', `  evaluation_interval: ${formatDuration(evaluationIntervalMs)}`];
  const jobs = [...alike.values()].flatMap((group) => jobLines(freeName(group[0].job, names), group));
  return `${[...global, 'scrape_configs:', ...jobs].join('\n')}\n`;
}

/** The collector of this machine reads no page. */
function isHttp({ url }: TargetView): boolean {
  return url.startsWith('http');
}

/** Targets of a job may be scraped in different ways; a job of Prometheus has one for all that it lists. */
function keyOf({ job, url, intervalMs, timeoutMs }: TargetView): string {
  const { scheme, page } = partsOf(url);
  return JSON.stringify([job, scheme, page, intervalMs, timeoutMs]);
}

/** Names of jobs are unique; what their targets are called is said by a label. */
function freeName(job: string, taken: Set<string>): string {
  let name = job;
  for (let nth = 2; taken.has(name); nth++) name = `${job}-${nth}`;
  taken.add(name);
  return name;
}

/** The address stays as it was found: a port that the scheme implies is part of it. */
function partsOf(url: string): { readonly scheme: string; readonly address: string; readonly page: string } {
  const colon = url.indexOf('://');
  const rest = url.slice(colon + 3);
  const slash = rest.indexOf('/');
  return { scheme: url.slice(0, colon), address: rest.slice(0, slash), page: rest.slice(slash) };
}

function jobLines(name: string, targets: readonly TargetView[]): string[] {
  const [{ url, intervalMs, timeoutMs }] = targets;
  const { protocol, pathname, searchParams } = new URL(url);
  const parameters = [...new Set(searchParams.keys())].map((parameter) => {
    const values = searchParams.getAll(parameter).map(quote).join(', ');
    return `      ${quote(parameter)}: [${values}]`;
  });
  return [
    `  - job_name: ${quote(name)}`,
    `    scrape_interval: ${formatDuration(intervalMs)}`,
    `    scrape_timeout: ${formatDuration(timeoutMs)}`,
    `    scheme: ${protocol.slice(0, -1)}`,
    `    metrics_path: ${quote(pathname)}`,
    ...(parameters.length === 0 ? [] : ['    params:', ...parameters]),
    '    static_configs:',
    ...targets.flatMap((target) => staticLines(name, target)),
  ];
}

/** Labels that Prometheus would not give by itself. */
function staticLines(jobName: string, { url, labels }: TargetView): string[] {
  const { address } = partsOf(url);
  const own = Object.entries(labels).filter(
    ([name, value]) => !(name === 'job' && value === jobName) && !(name === 'instance' && value === address),
  );
  return [
    `      - targets: [${quote(address)}]`,
    ...(own.length === 0 ? [] : ['        labels:']),
    ...own.map(([name, value]) => `          ${quote(name)}: ${quote(value)}`),
  ];
}

/** JSON's strings are YAML's. */
function quote(text: string): string {
  return JSON.stringify(text);
}
