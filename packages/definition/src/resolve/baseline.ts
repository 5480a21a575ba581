import { parseDuration } from '@telltale/model';
import { mapExpr } from '../expression/map-expr.ts';
import type { AnyQuery } from '../query/any-query.ts';
import { Query } from '../query/query.ts';

const WORDS: ReadonlyMap<string, string> = new Map([
  ['1d', 'a day ago'],
  ['1w', 'a week ago'],
]);

/** The same query of an earlier time, to compare with. */
export function baselineOf(
  { query, legend }: { readonly query: AnyQuery; readonly legend: string },
  ago: '1d' | '1w',
): { readonly query: AnyQuery; readonly legend: string } {
  const ms = parseDuration(ago) ?? 0;
  const earlier = new Query(
    (context) =>
      mapExpr(query.toExpr(context), (node) =>
        node.kind === 'vector' ? { ...node, offsetMs: (node.offsetMs ?? 0) + ms } : node,
      ),
    query.unit,
    query.groupedBy,
  );
  return { query: earlier, legend: [legend, WORDS.get(ago)].filter((part) => part !== '').join(' ') };
}
