import type { CheckRule } from './check-rule.ts';
import { metricNameOf, selectorsOf } from './expression/selectors.ts';
import type { Finding } from './finding.ts';
import type { CheckReport } from './report/check-report.ts';
import { plural } from './report/plural.ts';
import { rulesOfPreset } from './rules/rules-of-preset.ts';
import type { Workspace } from './workspace/workspace.ts';

/** More names than this are counted, not listed. */
const MAX_LISTED_NAMES = 6;

/** How a workspace is checked. */
export interface WorkspaceCheckOptions {
  /** Rules to run; those of the preset `recommended` where nothing is said. */
  readonly rules?: readonly CheckRule[];
  /** What is known of how the workspace was read. */
  readonly discovery?: Pick<CheckReport, 'notes' | 'skipped'>;
}

/** Runs rules over a workspace. */
export function checkWorkspace(
  workspace: Workspace,
  {
    rules = rulesOfPreset('recommended'),
    discovery: { notes, skipped } = { notes: [], skipped: [] },
  }: WorkspaceCheckOptions = {},
): CheckReport {
  const findings = withoutRepeats(rules.flatMap((rule) => [...findingsOf(rule, workspace)])).toSorted(
    byPlace,
  );
  const count = (severity: Finding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return {
    findings,
    counts: {
      queries: workspace.queries.length,
      ruleFiles: workspace.files.filter(({ kind }) => kind === 'rules').length,
      definitions: workspace.definitions.length,
      knownMetrics: workspace.catalogue.isEmpty ? 0 : workspace.catalogue.size,
      errors: count('error'),
      warnings: count('warning'),
    },
    notes: [...notes, ...catalogueNotes(workspace)],
    skipped,
  };
}

function* findingsOf(rule: CheckRule, workspace: Workspace): Iterable<Finding> {
  for (const finding of rule.run(workspace)) {
    yield {
      ...finding,
      ruleId: rule.id,
      severity: finding.severity ?? rule.severity,
      why: finding.why ?? rule.why,
    };
  }
}

/** An expression used through a YAML alias is one place with one fault. */
function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ ruleId, message, place: { position, excerpt } }) => {
    const key = JSON.stringify([ruleId, message, position, excerpt]);
    return !seen.has(key) && seen.add(key);
  });
}

function byPlace(a: Finding, b: Finding): number {
  const [first, second] = [a.place.position, b.place.position];
  if (first.file !== second.file) return first.file < second.file ? -1 : 1;
  return first.line - second.line || first.column - second.column || (a.ruleId < b.ruleId ? -1 : 1);
}

function catalogueNotes(workspace: Workspace): readonly string[] {
  const { queries, catalogue, computedNames } = workspace;
  if (queries.length === 0) return ['no rules and no definition found: name a folder or file that has some'];
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
