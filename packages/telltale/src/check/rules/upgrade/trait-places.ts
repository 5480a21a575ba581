import type { ChangedTrait, VersionChange } from '@telltale/manifests';
import type { FindingPlace } from '../../finding.ts';
import { placedMatchers } from '../../expression/matcher-places.ts';
import { callsOf, nodesOfKind } from '../../expression/nodes.ts';
import { wholeBuckets } from '../../expression/whole-buckets.ts';
import { untypedMetrics } from '../scrape/untyped-metrics.ts';
import { placedJobs } from '../scrape/scrape-targets.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { ChangeSighting } from './change-sighting.ts';
import { unquotedMatchers } from './unquoted-matchers.ts';

/** Where something is written in a way that versions read differently. */
export function* traitPlaces(
  workspace: Workspace,
  changes: readonly VersionChange[],
): Iterable<ChangeSighting> {
  for (const change of changes) {
    if (change.place.in !== 'trait') continue;
    for (const place of FINDERS[change.place.trait](workspace)) yield { change, place };
  }
}

const FINDERS: Readonly<Record<ChangedTrait, (workspace: Workspace) => Iterable<FindingPlace>>> = {
  'aligned-subquery': alignedSubqueries,
  'dot-in-regexp': dotsInRegexps,
  'target-without-port': targetsWithoutPort,
  'unquoted-matcher': unquotedMatchers,
  'untyped-metrics': untypedMetrics,
  *'whole-bucket'({ queries }) {
    for (const { query, range } of wholeBuckets(queries)) yield query.placeOf(range);
  },
};

/** What depends on the number of samples. */
const COUNTING: ReadonlySet<string> = new Set(['count_over_time', 'sum_over_time']);

function* alignedSubqueries({ queries }: Workspace): Iterable<FindingPlace> {
  for (const { query, node } of callsOf(queries, COUNTING)) {
    const [range] = node.args;
    if (range?.kind !== 'subquery' || range.rangeExpr || range.stepExpr || !range.source) continue;
    if (range.stepMs !== undefined && range.rangeMs % range.stepMs === 0) yield query.placeOf(range.source);
  }
}

/** Once a file: nearly every regular expression has a dot, and nearly no value a line break. */
function* dotsInRegexps({ queries }: Workspace): Iterable<FindingPlace> {
  const files = new Set<string>();
  for (const { query, node } of nodesOfKind(queries, 'vector')) {
    for (const { matcher, range } of placedMatchers(query.text, node)) {
      if ((matcher.op !== '=~' && matcher.op !== '!~') || query.isFilledIn?.(range)) continue;
      const withoutLiterals = matcher.value.replaceAll(/\\.|\[[^\]]*\]/g, '');
      if (!withoutLiterals.includes('.')) continue;
      const place = query.placeOf(range);
      if (files.has(place.position.file)) continue;
      files.add(place.position.file);
      yield place;
    }
  }
}

/** Where relabelling changes what is scraped, the address is another's. */
function* targetsWithoutPort(workspace: Workspace): Iterable<FindingPlace> {
  for (const { targets, node } of placedJobs(workspace)) {
    if (node.get('relabel_configs')) continue;
    for (const { address, port, place } of targets) {
      if (port === undefined && /^(?:[\w.-]+|\[[\da-f:.]+\])$/i.test(address)) yield place;
    }
  }
}
