import { readFile } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
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
import { documentKindOfYaml } from '../check/discovery/document-kind.ts';
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
  const kind = kindOfYaml(text);
  if (kind === 'rules') return draftRules(parseRuleFile(text, file), draft);
  if (kind === 'prometheus-config') {
    return draftPrometheusConfig(parsePrometheusConfig(text, file), file, draft);
  }
  if (documentKindOfYaml(text) === 'alertmanager-config') {
    return draftAlertmanager(parseAlertmanagerConfig(text, file), draft);
  }
  throw otherKind(file);
}

function readDashboard(text: string, file: string, draft: DefinitionDraft): void {
  const { roots } = parseSourceTree(text, file);
  const dashboard = roots[0] && parseDashboard(roots[0]);
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
