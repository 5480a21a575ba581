import { readFile } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import type { FormatIssue } from '@telltale/formats';
import {
  SourceText,
  parseAlertmanagerConfig,
  parseDashboard,
  parsePrometheusConfig,
  parseRuleFile,
  parseSourceTree,
} from '@telltale/formats';
import { TelltaleError } from '@telltale/model';
import { kindOfYaml } from '../check/discovery/classify-text.ts';
import { readMetricsPage } from '../check/discovery/read-metrics-page.ts';
import type { DefinitionDraft } from './definition-draft.ts';
import { draftAlertmanager } from './draft-alertmanager.ts';
import { draftDashboard } from './draft-dashboard.ts';
import { draftMetricsPage } from './draft-metrics-page.ts';
import { draftPrometheusConfig } from './draft-prometheus-config.ts';
import { draftRules } from './draft-rules.ts';

/**
 * Reads a file or a metrics page into a draft.
 *
 * @throws TelltaleError TT_FILE_READ, TT_EXPOSITION; TT_USAGE for a file of another kind.
 */
export async function readSource(place: string, cwd: string, draft: DefinitionDraft): Promise<void> {
  if (!/\.(?:ya?ml|json)$/.test(place)) {
    const { body, contentType } = await readMetricsPage(place, cwd);
    return draftMetricsPage(body, contentType, place, draft);
  }
  const path = resolve(cwd, place);
  const file = relative(cwd, path).replaceAll(sep, '/');
  const text = await readText(path);
  if (place.endsWith('.json')) return readDashboard(text, file, draft);
  const tree = parseSourceTree(text, file);
  refuseSyntax(tree);
  const has = (key: string) => tree.roots.some((root) => root.get(key) !== undefined);
  const kind = kindOfYaml(text);
  if (kind === 'rules' || has('groups')) {
    draftRules(readable(parseRuleFile(text, file), draft), draft);
  } else if (kind === 'prometheus-config' || has('scrape_configs')) {
    draftPrometheusConfig(readable(parsePrometheusConfig(text, file), draft), file, draft);
  } else if (has('route') || has('receivers')) {
    const config = readable(parseAlertmanagerConfig(text, file), draft);
    draftAlertmanager(config, new SourceText(file, text), draft);
  } else if (tree.roots.every((root) => root.kind === 'null')) draft.drop(file, 'the file', 'it is empty');
  else throw otherKind(file);
}

/** Of a file with faults the sound parts are taken over, and the faults listed. */
function readable<Parsed extends { readonly issues: readonly FormatIssue[] }>(
  parsed: Parsed,
  draft: DefinitionDraft,
): Parsed {
  refuseSyntax(parsed);
  for (const { severity, position, message } of parsed.issues) {
    if (severity === 'error') draft.drop(`${position.file}:${position.line}`, 'what has a fault', message);
  }
  return parsed;
}

/** Nothing of a file can be trusted where it is no YAML or JSON. */
function refuseSyntax({ issues }: { readonly issues: readonly FormatIssue[] }): void {
  const fault = issues.find(({ code }) => code === 'yaml-syntax');
  if (!fault) return;
  const { file, line, column } = fault.position;
  throw new TelltaleError('TT_FILE_READ', `${file}:${line}:${column} cannot be read: ${fault.message}`, {
    fix: 'Mend the file: `telltale check` shows the place.',
  });
}

function readDashboard(text: string, file: string, draft: DefinitionDraft): void {
  const tree = parseSourceTree(text, file);
  refuseSyntax(tree);
  const [root] = tree.roots;
  const dashboard = root && parseDashboard(root);
  if (!dashboard) throw otherKind(file);
  draftDashboard(dashboard, new SourceText(file, text), draft);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TelltaleError('TT_FILE_READ', `${path} cannot be read: ${reason}`, { cause });
  }
}

function otherKind(file: string): TelltaleError {
  return new TelltaleError('TT_USAGE', `${file} is nothing that a definition can be made of`, {
    fix: 'Name a prometheus.yml, rule files, an alertmanager.yml, dashboards (JSON), or a metrics page.',
  });
}
