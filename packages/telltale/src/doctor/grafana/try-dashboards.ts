import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DoctorDetail } from '@telltale/station/contract';
import { parseSourceTree } from '@telltale/formats';
import { plural } from '../../check/report/plural.ts';
import { failed, ok, skipped } from '../ladder.ts';
import type { StepFinding } from '../ladder.ts';
import { fixOf } from '../words.ts';
import type { GrafanaSource } from './grafana-client.ts';
import { sourceOfPanel } from './grafana-dashboards.ts';
import type { GrafanaDashboard } from './grafana-dashboards.ts';

/** Whether the files that Grafana is given are JSON: it passes over one that is not, and says so in its log alone. */
export async function tryFiles(folder: string | undefined): Promise<StepFinding> {
  if (folder === undefined) return skipped('no folder of dashboards is named with --files');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  );
  const details = files.map((name): DoctorDetail => {
    const problem = problemOf(readFileSync(join(folder, name), 'utf8'), name);
    return { title: name, outcome: problem === '' ? 'ok' : 'failed', seen: problem || 'is JSON' };
  });
  const bad = details.filter(({ outcome }) => outcome === 'failed');
  if (files.length === 0)
    return failed(`there is no .json in ${folder}`, 'Name the folder that Grafana is given.');
  if (bad.length === 0) return ok(plural(files.length, 'file'), details);
  return failed(
    `${bad[0].title}: ${bad[0].seen}`,
    fixOf('Write them again, or mend the place:', 'npx telltale gen grafana'),
    [...bad, ...details.filter(({ outcome }) => outcome === 'ok')],
  );
}

/** Grafana reads strict JSON, and tells neither line nor column. */
function problemOf(text: string, name: string): string {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    const [found] = parseSourceTree(text, name).issues;
    const place = found ? `line ${found.position.line}, column ${found.position.column}: ` : '';
    return `${place}${found?.message ?? (error instanceof Error ? error.message : String(error))}`;
  }
}

/** Whether each dashboard names sources that there are. */
export async function trySourcesOf(
  dashboards: readonly GrafanaDashboard[],
  sources: readonly GrafanaSource[],
): Promise<StepFinding> {
  if (dashboards.length === 0) {
    return failed(
      'it has no dashboard',
      fixOf('Let it read the generated ones:', 'npx telltale gen grafana'),
    );
  }
  const details = dashboards.map(({ title, panels }): DoctorDetail => {
    const lost = panels.find(
      (panel) => panel.targets.length > 0 && sourceOfPanel(panel, sources) === undefined,
    );
    const uid = lost?.datasource?.uid ?? '';
    return lost
      ? {
          title,
          outcome: 'failed',
          seen: `the panel “${lost.title?.text() ?? ''}” asks the source ${uid}, which there is not`,
        }
      : { title, outcome: 'ok', seen: plural(panels.length, 'panel') };
  });
  const bad = details.find(({ outcome }) => outcome === 'failed');
  if (!bad) return ok(plural(dashboards.length, 'dashboard'), details);
  const uids = sources.map(({ uid, name }) => `${name} is ${uid}`).join(', ');
  return failed(
    `${bad.title}: ${bad.seen}`,
    `Choose the source anew in the panel, or write its uid: ${uids}.`,
    details,
  );
}

/** Whether the time that each shows at first reaches up to now. */
export async function tryRanges(dashboards: readonly GrafanaDashboard[]): Promise<StepFinding> {
  const details = dashboards.map(({ title, from, to }): DoctorDetail => {
    const seen = from === '' ? 'Grafana’s own' : `${from} to ${to || 'now'}`;
    return { title, outcome: isOfNow(to) ? 'ok' : 'failed', seen };
  });
  const bad = details.find(({ outcome }) => outcome === 'failed');
  if (!bad) return ok('they reach up to now', details);
  return failed(
    `${bad.title} shows ${bad.seen}, where there may be no data`,
    fixOf(
      'Choose “Last 5 minutes” and save, or write it into the JSON:',
      '"time": { "from": "now-5m", "to": "now" }',
    ),
    details,
  );
}

/** `now`, `now/d`; or nothing, which is Grafana's own range. */
function isOfNow(to: string): boolean {
  return to === '' || /^now(?:\/[a-zA-Z]+)?$/.test(to);
}
