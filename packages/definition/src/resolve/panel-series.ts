import { formatDuration } from '@telltale/model';
import type {
  MultiQueryPanel,
  PanelQueryDeclaration,
  SingleQueryPanel,
} from '../dashboards/dashboard-declaration.ts';
import { given } from '../options/given.ts';
import type { AnyQuery } from '../query/any-query.ts';
import { isQuery } from '../query/any-query.ts';
import type { QueryContext } from '../query/query-context.ts';
import type { ResolvedPanelQuery } from '../resolved.ts';
import { resolveQuery } from './resolve-query.ts';

/** A query of a panel with the name of its series. */
export interface PanelSeries {
  readonly query: AnyQuery;
  readonly legend: string;
  readonly axis?: 'right';
}

/** What a panel with queries draws. */
export function seriesOfPanel(panel: SingleQueryPanel | MultiQueryPanel): readonly PanelSeries[] {
  if (!('queries' in panel)) {
    return [{ query: panel.query, legend: panel.legend ?? labelLegend(panel.query) }];
  }
  return Object.entries(given(panel.queries)).map(([name, declared]) => {
    const { query, axis } = placed(declared);
    const legend = [name, labelLegend(query)].filter((part) => part !== '').join(' ');
    return { query, legend, ...(axis === 'right' && { axis }) };
  });
}

function placed(declared: AnyQuery | PanelQueryDeclaration): PanelQueryDeclaration {
  return isQuery(declared) ? { query: declared } : given(declared);
}

function labelLegend({ groupedBy }: AnyQuery): string {
  return groupedBy.map((label) => `{{${label}}}`).join(' ');
}

/** Ranges that nobody writes: where they stand in a text, the query says `'auto'`, or names a variable. */
const AUTO_MS = 999_983;
const FIRST_CHOSEN_MS = 1_000_003;

/** A query as PromQL, with the names of variables in the places of what is chosen of them. */
export function resolvePanelQuery(
  { query, legend, axis }: PanelSeries,
  context: QueryContext,
  intervals: readonly string[],
): ResolvedPanelQuery {
  const chosenRangeMs = (name: string) => {
    const index = intervals.indexOf(name);
    return index < 0 ? undefined : FIRST_CHOSEN_MS + 2 * index;
  };
  const inText = (text: string) =>
    intervals.reduce((filled, name) => withRangeNamed(filled, chosenRangeMs(name) ?? 0, `$${name}`), text);
  const { text } = resolveQuery(query, { ...context, chosenRangeMs });
  const marked = resolveQuery(query, { ...context, chosenRangeMs, autoRangeMs: AUTO_MS }).text;
  const adaptive = withRangeNamed(marked, AUTO_MS, '$__rate_interval');
  return {
    query: inText(text),
    legend,
    ...(adaptive !== marked && { adaptive: inText(adaptive) }),
    ...(axis && { axis }),
  };
}

function withRangeNamed(text: string, ms: number, name: string): string {
  return text.replaceAll(`[${formatDuration(ms)}]`, () => `[${name}]`);
}
