import type { YamlFile } from '../../yaml/yaml-file.ts';
import type { GlobalConfig, ParsedScrapeConfig } from './prometheus-config.ts';

const DEFAULT_INTERVAL_MS = 60_000;

/** What Prometheus refuses although every field by itself is fine. */
export function checkScrapeConfigs(
  yaml: YamlFile,
  jobs: readonly ParsedScrapeConfig[],
  global: GlobalConfig,
): void {
  const names = new Set<string>();
  for (const job of jobs) {
    const offset = yaml.source.offsetAt(job.position);
    if (names.has(job.jobName)) {
      const message = `two scrape configs are named '${job.jobName}'`;
      yaml.issues.error('duplicate-name', offset, message, 'rename one, or put its targets into the other');
    }
    names.add(job.jobName);
    const intervalMs = job.scrapeIntervalMs ?? global.scrapeIntervalMs ?? DEFAULT_INTERVAL_MS;
    const timeoutMs = job.scrapeTimeoutMs ?? 0;
    if (timeoutMs > intervalMs) {
      const message = `the scrape timeout of '${job.jobName}' is longer than its interval`;
      yaml.issues.error('bad-value', offset, message, 'shorten scrape_timeout or lengthen scrape_interval');
    }
  }
}
