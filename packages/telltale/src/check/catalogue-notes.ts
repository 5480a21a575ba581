import { metricNameOf, selectorsOf } from './expression/selectors.ts';
import { plural } from './report/plural.ts';
import type { Workspace } from './workspace/workspace.ts';

/** More names than this are counted, not listed. */
const MAX_LISTED_NAMES = 6;

/** What the reader must know of the names in queries: which could not be judged, and why. */
export function catalogueNotes(workspace: Workspace): readonly string[] {
  const { queries, documents, texts, catalogue, computedNames } = workspace;
  if (queries.length + documents.length + texts.length === 0) {
    return ['no rules, no configuration and no definition found: name a folder or file that has some'];
  }
  if (queries.length === 0) return [];
  const notes: string[] = [];
  if (computedNames > 0)
    notes.push(
      `names computed in the source: ${plural(computedNames, 'metric')}; faults in their use are warnings at most`,
    );
  if (catalogue.isEmpty) {
    notes.push(
      'no metric catalogue, so no name was judged: pass --metrics FILE or --metrics http://HOST:PORT/metrics',
    );
    return notes;
  }
  const names = namesNotJudged(workspace);
  const more = names.length > MAX_LISTED_NAMES ? ` and ${names.length - MAX_LISTED_NAMES} more` : '';
  const listed = names.slice(0, MAX_LISTED_NAMES).join(', ');
  if (names.length > 0) notes.push(`not judged, nothing here says whether they exist: ${listed}${more}`);
  return notes;
}

function namesNotJudged({ queries, catalogue }: Workspace): readonly string[] {
  const names = new Set<string>();
  for (const { expr, origin } of queries) {
    for (const { selector } of expr ? selectorsOf(expr) : []) {
      const name = metricNameOf(selector);
      if (name !== undefined && catalogue.judge(name, origin).kind === 'not-judged') names.add(name);
    }
  }
  return [...names].sort();
}
