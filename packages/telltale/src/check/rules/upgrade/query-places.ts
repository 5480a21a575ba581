import type { VersionChange } from '@telltale/manifests';
import { placedMatchers } from '../../expression/matcher-places.ts';
import { nodesOfKind } from '../../expression/nodes.ts';
import { tokensOf } from '../../expression/promql-tokens.ts';
import { metricNameOf } from '../../expression/selectors.ts';
import type { CheckedQuery } from '../../workspace/checked-query.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { ChangeSighting } from './change-sighting.ts';

/** Where queries use functions and metrics that changed. */
export function* queryPlaces(
  { queries }: Workspace,
  changes: readonly VersionChange[],
): Iterable<ChangeSighting> {
  const functions = new Map<string, VersionChange>();
  const metrics = new Map<string, VersionChange>();
  for (const change of changes) {
    if (change.place.in !== 'query') continue;
    if ('function' in change.place) functions.set(change.place.function, change);
    else metrics.set(change.place.metric, change);
  }
  if (functions.size > 0) for (const query of queries) yield* calls(query, functions);
  if (metrics.size > 0) yield* selectors(queries, metrics);
}

/** Read by the words of the query: one version's parser may refuse what another takes. */
function* calls(
  query: CheckedQuery,
  functions: ReadonlyMap<string, VersionChange>,
): Iterable<ChangeSighting> {
  const tokens = tokensOf(query.text, { start: 0, end: query.text.length });
  for (const [index, token] of tokens.entries()) {
    const change = token.kind === 'word' ? functions.get(token.text) : undefined;
    const next = tokens[index + 1]?.text ?? '';
    if (change && /^(?:\(|by|without)$/i.test(next)) yield { change, place: query.placeOf(token) };
  }
}

function* selectors(
  queries: readonly CheckedQuery[],
  metrics: ReadonlyMap<string, VersionChange>,
): Iterable<ChangeSighting> {
  for (const { query, node, source } of nodesOfKind(queries, 'vector')) {
    const change = metrics.get(metricNameOf(node) ?? '');
    if (change?.place.in !== 'query' || !('metric' in change.place)) continue;
    const { label, value } = change.place;
    if (label === undefined) yield { change, place: query.placeOf(source) };
    for (const { matcher, range } of placedMatchers(query.text, node)) {
      if (matcher.name === label && matcher.value === value) yield { change, place: query.placeOf(range) };
    }
  }
}
