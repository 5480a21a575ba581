/** The parts of a Prometheus configuration by themselves, for whoever shows what is in force. */

export { alertmanagerConfig } from './prometheus/alertmanager-config.ts';
export { labelConfigs, relabelConfigs } from './prometheus/relabel-configs.ts';
export { fileRule } from './prometheus/rule-groups.ts';
export { httpClient } from './prometheus/scrape-access.ts';
export type { ScrapeJobOptions } from './prometheus/scrape-access.ts';
export { scrapeJob } from './prometheus/scrape-jobs.ts';
