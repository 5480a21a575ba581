import { formatDuration } from '@telltale/model';
import type { TargetView } from '../../../contract.ts';

/** What a station does, as the configuration of a Prometheus that would do the same over HTTP. */
export function configurationYaml(targets: readonly TargetView[], evaluationIntervalMs: number): string {
  const byJob = Map.groupBy(targets.filter(isHttp), ({ job }) => job);
  const global = ['global:', `  evaluation_interval: ${formatDuration(evaluationIntervalMs)}`];
  const jobs = [...byJob.values()].flatMap(jobLines);
  return `${[...global, 'scrape_configs:', ...jobs].join('\n')}\n`;
}

/** The collector of this machine reads no page. */
function isHttp({ url }: TargetView): boolean {
  return url.startsWith('http');
}

function jobLines(targets: readonly TargetView[]): string[] {
  const [{ job, url, intervalMs, timeoutMs }] = targets;
  const { protocol, pathname, searchParams } = new URL(url);
  const parameters = [...new Set(searchParams.keys())].map((name) => {
    const values = searchParams.getAll(name).map(quote).join(', ');
    return `      ${quote(name)}: [${values}]`;
  });
  return [
    `  - job_name: ${quote(job)}`,
    `    scrape_interval: ${formatDuration(intervalMs)}`,
    `    scrape_timeout: ${formatDuration(timeoutMs)}`,
    `    scheme: ${protocol.slice(0, -1)}`,
    `    metrics_path: ${quote(pathname)}`,
    ...(parameters.length === 0 ? [] : ['    params:', ...parameters]),
    '    static_configs:',
    ...targets.flatMap(staticLines),
  ];
}

function staticLines({ instance, labels }: TargetView): string[] {
  const own = Object.entries(labels).filter(([name]) => name !== 'job' && name !== 'instance');
  return [
    `      - targets: [${quote(instance)}]`,
    ...(own.length === 0 ? [] : ['        labels:']),
    ...own.map(([name, value]) => `          ${quote(name)}: ${quote(value)}`),
  ];
}

/** JSON's strings are YAML's. */
function quote(text: string): string {
  return JSON.stringify(text);
}
