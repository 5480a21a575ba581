import type { ResolvedDefinition } from '@telltale/definition';
import { SourceText } from '@telltale/formats';
import { metricsOfDefinition } from './catalogue/from-definition.ts';
import type { DeclaredMetric } from './catalogue/known-series.ts';
import { seriesOf } from './catalogue/known-series.ts';
import type { CheckRule } from './check-rule.ts';
import type { Finding } from './finding.ts';
import { runRules } from './run-rules.ts';
import { rulesOfPreset } from './rules/rules-of-preset.ts';
import type { CollectedInputs } from './workspace/build-workspace.ts';
import { buildWorkspace } from './workspace/build-workspace.ts';
import { createCheckedQuery } from './workspace/checked-query.ts';
import type { Workspace } from './workspace/workspace.ts';

/** Rules that look at an expression and at nothing around it. */
const EXPRESSION_AREAS: ReadonlySet<string> = new Set(['promql', 'rate', 'counter', 'quantile', 'histogram']);
/** What can be said where nobody declared anything. */
const CERTAIN_RULES: ReadonlySet<string> = new Set([
  'promql/syntax',
  'promql/type',
  'promql/deprecated',
  'promql/unknown-metric',
]);

/** The place of all that is found in the query: the excerpt's line is its whole text. */
const QUERY_FILE = '(query)';

/** A metric that was seen, of which only the kind is known. */
export type SeenKind = Pick<DeclaredMetric, 'name' | 'kind'>;

/**
 * Checks a single query against a definition and what was seen live. Findings have offsets of the query in their
 * excerpts.
 */
export class QueryChecker {
  readonly #workspace: Workspace;
  readonly #rules: readonly CheckRule[];

  constructor(definition: ResolvedDefinition | undefined, seen: readonly SeenKind[]) {
    this.#workspace = workspaceOf(definition, seen);
    this.#rules = rulesOfPreset('recommended').filter(({ id }) =>
      definition ? EXPRESSION_AREAS.has(id.split('/', 1)[0]) : CERTAIN_RULES.has(id),
    );
  }

  /** What is wrong with a query. */
  check(text: string, nowMs: number): readonly Finding[] {
    if (text.trim() === '') return [];
    const query = createCheckedQuery({
      text,
      origin: 'definition',
      use: 'panel',
      placeOf: ({ start, end }) => ({
        position: { file: QUERY_FILE, line: 1, column: start + 1 },
        excerpt: { line: text, start, end },
        subject: '',
      }),
    });
    // The rules look at the query; what the definition has itself was checked when it was written.
    const workspace = { ...this.#workspace, queries: [query], rules: [], dashboards: [] };
    const { findings } = runRules(workspace, this.#rules, new Date(nowMs).toISOString().slice(0, 10));
    return findings.filter(({ place }) => place.position.file === QUERY_FILE);
  }
}

function workspaceOf(definition: ResolvedDefinition | undefined, seen: readonly SeenKind[]): Workspace {
  const declared = new Set(
    (definition ? metricsOfDefinition(definition) : []).flatMap((metric) => [
      metric.name,
      ...seriesOf(metric).map(({ name }) => name),
    ]),
  );
  // Of what is declared, the definition knows more than a name.
  const pageMetrics = seen
    .filter(({ name }) => !declared.has(name))
    .map(({ name, kind }): DeclaredMetric => ({ name, kind, labels: undefined, origin: 'metrics-page' }));
  const inputs: CollectedInputs = {
    ruleFiles: [],
    configs: [],
    files: [],
    definitions: definition
      ? [{ resolved: definition, source: new SourceText(definition.file ?? 'telltale.config.ts', '') }]
      : [],
    declarations: [],
    pageMetrics,
    metricsPages: [],
    otherPrograms: [],
    documents: [],
    texts: [],
    queries: [],
  };
  return buildWorkspace(inputs, undefined);
}
