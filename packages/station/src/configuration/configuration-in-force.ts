import { createHash } from 'node:crypto';
import { printNotifierConfiguration } from '@telltale/alerting';
import type { NotifierConfiguration } from '@telltale/alerting';
import type { ResolvedTarget } from '@telltale/definition';
import { withoutCollected } from '../collectors/without-collected.ts';
import type { ConfigurationDocument, ConfigurationResponse } from '../contract.ts';
import { NO_COLLECTORS } from '../discovery/station-sources.ts';
import type { ReloadedSettings, StationSettings } from '../settings.ts';
import { prometheusDocument } from './prometheus-document.ts';
import { RULE_FILES, ruleDocuments } from './rule-documents.ts';
import { stationDocument } from './station-document.ts';

/** Of rule groups that say nothing of it, as in Prometheus. */
const DEFAULT_EVALUATION_INTERVAL_MS = 60_000;

/** All that the station goes by, as it was resolved, until a reload brings another. */
export interface ConfigurationInForce {
  /** Without any secret. */
  read(): ConfigurationResponse;
  /** The document of that name; empty where there is none. */
  document(name: string): string;
  /** Another configuration is in force. */
  take(next: ReloadedSettings): void;
}

/** What {@link createConfigurationInForce} takes. */
export interface ConfigurationInForceOptions {
  readonly settings: StationSettings;
  readonly url: string;
  readonly retentionMs: number;
  /** The station itself, unless it does not scrape. */
  readonly own: readonly ResolvedTarget[];
  /** Who is told now. */
  readonly notifier: () => NotifierConfiguration;
}

/** Begins with the settings of the start; what is shown is made when it is first asked for. */
export function createConfigurationInForce(options: ConfigurationInForceOptions): ConfigurationInForce {
  let settings = options.settings;
  let shown: ConfigurationResponse | undefined;
  const read = (): ConfigurationResponse => (shown ??= configurationOf(settings, options));
  return {
    read,
    document: (name) => read().documents.find((one) => one.name === name)?.text ?? '',
    take: (next) => {
      settings = afterReload(settings, next);
      shown = undefined;
    },
  };
}

/** What a reload does not name stays as it was, but for who is told. */
function afterReload(before: StationSettings, next: ReloadedSettings): StationSettings {
  const { retentionMs, retentionBytes, logs, traces, ...rest } = before;
  return {
    ...rest,
    ...(next.retention ?? { retentionMs, retentionBytes, logs, traces }),
    ruleGroups: next.ruleGroups,
    alertmanagers: next.alertmanagers ?? [],
    ...(next.definition && { definition: next.definition }),
    ...(next.targets && { targets: next.targets }),
    ...(next.collectors && { collectors: next.collectors }),
    ...(next.exporters && { exporters: next.exporters }),
  };
}

function configurationOf(
  settings: StationSettings,
  options: ConfigurationInForceOptions,
): ConfigurationResponse {
  const documents = documentsOf(settings, options);
  const hash = createHash('sha256');
  for (const { name, text } of documents) hash.update(`${name}\n${text}\n`);
  return { hash: hash.digest('hex'), documents };
}

/** In remote mode the other server evaluates rules, and scrapes unless the station does. */
function documentsOf(
  settings: StationSettings,
  { url, own, notifier, ...start }: ConfigurationInForceOptions,
): readonly ConfigurationDocument[] {
  const { definition, remote, retentionMs = start.retentionMs } = settings;
  const rules = remote ? [] : ruleDocuments(settings.ruleGroups);
  const prometheus = prometheusDocument({
    evaluationIntervalMs: definition?.evaluationIntervalMs ?? DEFAULT_EVALUATION_INTERVAL_MS,
    retentionMs,
    retentionBytes: settings.retentionBytes,
    targets: [...scrapedOverHttp(settings), ...own],
    ruleFiles: rules.length > 0 ? [RULE_FILES] : [],
    alertmanagers: settings.alertmanagers ?? definition?.alertmanagers ?? [],
    forward: settings.forward?.metrics ?? [],
  });
  const station = { name: 'telltale.yml', text: stationDocument(settings, { url, retentionMs }) };
  if (remote && own.length === 0) return [station];
  return [
    { name: 'prometheus.yml', text: prometheus },
    ...rules,
    ...(remote ? [] : [{ name: 'alertmanager.yml', text: printNotifierConfiguration(notifier()) }]),
    station,
  ];
}

/** What is read in this process, or started by it, stands among the options of the station. */
function scrapedOverHttp({
  targets,
  collectors,
  exporters = [],
}: StationSettings): readonly ResolvedTarget[] {
  const started = new Set(exporters.map(({ job }) => job));
  return withoutCollected(targets, collectors ?? NO_COLLECTORS).filter(({ job }) => !started.has(job));
}
