import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  compileRules,
  loadAlertmanagerConfiguration,
  loadRuleGroups,
  notifierConfigurationOf,
  readSecret,
} from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import { parseRuleFile } from '@telltale/formats';
import { TelltaleError } from '@telltale/model';
import type { RuleGroup } from '@telltale/model';
import type { AlertingSettings } from '@telltale/station';
import { stationRules } from './station-rules.ts';

/** Files that say what is alerted on and who is told. */
export interface AlertingFiles {
  /** Rule files of Prometheus, or patterns of them. */
  readonly rules?: readonly string[];
  /** An `alertmanager.yml`, in place of the receivers and routes of the definition. */
  readonly alertmanager?: string;
}

/** What a `prometheus.yml` says of alerts. */
export interface AlertingOfConfig {
  /** Rule files, or patterns of them. */
  readonly ruleFiles: readonly string[];
  /** Addresses of Alertmanagers; absent where the file has none. */
  readonly alertmanagers?: readonly string[];
  readonly evaluationIntervalMs: number;
}

/** Settings, and what of the files nothing is done with. */
export interface LoadedAlerting {
  readonly settings: AlertingSettings;
  readonly warnings: readonly string[];
}

/**
 * Reads what is alerted on and who is told.
 *
 * @throws TelltaleError `TT_FILE_READ`, or `TT_FILE_FORMAT` with file, line and column.
 */
export function loadAlerting(
  { rules = [], alertmanager }: AlertingFiles,
  cwd: string,
  definition: ResolvedDefinition | undefined,
  ofConfig?: AlertingOfConfig,
): LoadedAlerting {
  const defaultIntervalMs = definition?.evaluationIntervalMs ?? ofConfig?.evaluationIntervalMs;
  const options = defaultIntervalMs === undefined ? {} : { defaultIntervalMs };
  const ruleGroups: readonly RuleGroup[] = [
    ...(definition ? compileRules(definition) : []),
    ...[...rules, ...(ofConfig?.ruleFiles ?? [])]
      .flatMap((pattern) => filesOf(pattern, cwd))
      .flatMap((file) => loadRuleGroups(parseRuleFile(read(file), file), options)),
    stationRules(defaultIntervalMs),
  ];
  checkNames(ruleGroups);
  if (alertmanager !== undefined) return withAlertmanagerFile(ruleGroups, resolve(cwd, alertmanager));
  const alertmanagers = definition?.alertmanagers ?? ofConfig?.alertmanagers;
  const settings = {
    ruleGroups,
    ...(definition && { notifier: notifierConfigurationOf(definition) }),
    ...(alertmanagers && { alertmanagers }),
  };
  return { settings, warnings: [] };
}

function withAlertmanagerFile(ruleGroups: readonly RuleGroup[], file: string): LoadedAlerting {
  const loaded = loadAlertmanagerConfiguration(read(file), file);
  const settings = {
    ruleGroups,
    notifier: loaded.configuration,
    secrets: loaded.secretReader(readSecret),
    // Whoever names the file wants the station to tell its receivers.
    alertmanagers: [],
  };
  return { settings, warnings: loaded.warnings };
}

/** A name without a pattern must be a file; a pattern may match nothing yet. */
function filesOf(pattern: string, cwd: string): readonly string[] {
  if (!/[*?[{]/.test(pattern)) return [resolve(cwd, pattern)];
  return globSync(pattern, { cwd })
    .toSorted()
    .map((file) => resolve(cwd, file));
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TelltaleError('TT_FILE_READ', `${file} cannot be read: ${reason}`, { cause });
  }
}

/** Groups are known by file and name. */
function checkNames(groups: readonly RuleGroup[]): void {
  const known = new Set<string>();
  for (const { file, name } of groups) {
    const key = `${file};${name}`;
    if (known.has(key))
      throw new TelltaleError('TT_FILE_FORMAT', `${file}: the group ${name} is there twice`);
    known.add(key);
  }
}
