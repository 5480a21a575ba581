import { SourceText, parseDashboard, parseSourceTree } from '@telltale/formats';
import { TelltaleError } from '@telltale/model';
import type { DashboardContent, DashboardImportResponse, DroppedPart } from '@telltale/station/contract';
import { DefinitionDraft } from '../init/definition-draft.ts';
import { draftDashboard } from '../init/draft-dashboard.ts';
import { contentOfDraft } from './content-of-draft.ts';

/** Named in positions, and cut off again. */
const FILE = 'dashboard.json';
/** Nobody reads more. */
const MAX_DROPPED = 500;

/**
 * Reads a dashboard that Grafana exported, or that these pages did.
 *
 * @throws TelltaleError TT_USAGE for what is neither, with what to do.
 */
export function importDashboard(text: string): DashboardImportResponse {
  const value = readJson(text);
  if (isOwnContent(value)) return { content: value, dropped: [] };
  const { roots } = parseSourceTree(text, FILE);
  const dashboard = roots[0] && parseDashboard(roots[0]);
  if (!dashboard) {
    throw new TelltaleError(
      'TT_USAGE',
      'there are no panels in it: export the dashboard in Grafana (Export, as JSON), and take that file',
    );
  }
  const draft = new DefinitionDraft();
  draftDashboard(dashboard, new SourceText(FILE, text), draft);
  const dropped = draft.dropped.map(({ place, what, reason }) => ({ line: lineOf(place), what, reason }));
  const [made] = draft.dashboards;
  if (made === undefined) throw new TelltaleError('TT_USAGE', nothingLeft(dropped));
  const drop = (what: string, reason: string) => void dropped.push({ line: 1, what, reason });
  const content = contentOfDraft(made, drop);
  return { content, dropped: dropped.slice(0, MAX_DROPPED) };
}

function lineOf(place: string): number {
  return Number(place.slice(place.lastIndexOf(':') + 1)) || 1;
}

function nothingLeft(dropped: readonly DroppedPart[]): string {
  const reasons = dropped.slice(0, 5).map(({ line, what, reason }) => `line ${line}: ${what}: ${reason}`);
  return ['no panel of it can be taken over', ...reasons].join('\n');
}

/** Of a dashboard nothing lies as deep: what does is made to be slow to read. */
const MAX_DEPTH = 100;

function readJson(text: string): unknown {
  if (depthOf(text) > MAX_DEPTH) {
    throw new TelltaleError(
      'TT_USAGE',
      `it is nested more than ${MAX_DEPTH} levels deep: that is no dashboard`,
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TelltaleError('TT_USAGE', `it is no JSON: ${error instanceof Error ? error.message : ''}`);
  }
}

/** The most brackets that are open at once, outside of texts. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, ++depth);
    else if (token === ']' || token === '}') depth--;
  }
  return deepest;
}

/** What these pages exported: the rest of its shape is checked when it is saved. */
function isOwnContent(value: unknown): value is DashboardContent {
  if (typeof value !== 'object' || value === null) return false;
  const { title, panels, variables, tags } = value as Partial<DashboardContent>;
  return (
    typeof title === 'string' &&
    Array.isArray(panels) &&
    Array.isArray(variables) &&
    Array.isArray(tags) &&
    panels.every((panel: unknown) => isOwnPanel(panel))
  );
}

function isOwnPanel(panel: unknown): boolean {
  if (typeof panel !== 'object' || panel === null) return false;
  const { title, kind, unit, queries } = panel as Readonly<Record<string, unknown>>;
  return (
    typeof title === 'string' &&
    typeof kind === 'string' &&
    typeof unit === 'string' &&
    Array.isArray(queries) &&
    queries.every(
      (one: unknown) => typeof one === 'object' && one !== null && 'query' in one && 'legend' in one,
    )
  );
}
