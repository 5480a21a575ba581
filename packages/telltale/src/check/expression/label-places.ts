import type { Aggregation, BinaryExpr, SourceRange } from '@telltale/model';
import type { PromqlToken } from './promql-tokens.ts';
import { tokensOf } from './promql-tokens.ts';

/** A label in a list such as `by (route, method)` and where it stands in the query. */
export interface PlacedLabel {
  readonly label: string;
  /** The word in front of the list: `by`, `on`, `group_left` … */
  readonly keyword: string;
  readonly range: SourceRange;
}

/** The labels an aggregation groups by or without. */
export function groupingLabels(query: string, node: Aggregation): readonly PlacedLabel[] {
  if (!node.source || !node.grouping) return [];
  return labelLists(tokensOf(query, node.source), ['by', 'without']);
}

/** The labels after `on`, `ignoring`, `group_left` and `group_right`. */
export function matchingLabels(query: string, node: BinaryExpr): readonly PlacedLabel[] {
  const start = node.left.source?.end;
  const end = node.right.source?.start;
  if (start === undefined || end === undefined || !node.matching) return [];
  return labelLists(tokensOf(query, { start, end }), ['on', 'ignoring', 'group_left', 'group_right']);
}

/** Lists behind a keyword outside of all other parentheses. */
function labelLists(tokens: readonly PromqlToken[], keywords: readonly string[]): readonly PlacedLabel[] {
  const labels: PlacedLabel[] = [];
  let depth = 0;
  let keyword: string | undefined;
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'mark' && /^[({[]$/.test(token.text)) {
      depth++;
      const before = tokens[index - 1];
      const word = before?.kind === 'word' ? before.text.toLowerCase() : '';
      if (depth === 1) keyword = token.text === '(' && keywords.includes(word) ? word : undefined;
    } else if (token.kind === 'mark' && /^[)}\]]$/.test(token.text)) depth--;
    else if (depth === 1 && keyword !== undefined && token.kind !== 'mark') {
      labels.push({ label: token.text, keyword, range: token });
    }
  }
  return labels;
}
