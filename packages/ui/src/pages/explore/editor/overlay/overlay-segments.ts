import type { QueryFinding } from '@telltale/station/contract';
import type { PromqlToken } from '../../../../design/promql-tokens.ts';
import { promqlTokens } from '../../../../design/promql-tokens.ts';

/** Beyond this a text is not coloured: it would be slow at each key, and nobody reads it for its colours. */
const MAX_COLOURED = 20_000;
const WEIGHT: Readonly<Record<QueryFinding['severity'], number>> = { error: 3, warning: 2, info: 1 };

/** Characters that look alike. All of them together are the text. */
export interface Segment {
  readonly text: string;
  readonly kind: PromqlToken['kind'];
  /** The worst finding about it. */
  readonly finding: QueryFinding | undefined;
  /** Whether it is one of two brackets that belong together, at the caret. */
  readonly isBracket: boolean;
}

/** Cuts a text where its looks change. */
export function overlaySegments(
  text: string,
  findings: readonly QueryFinding[],
  brackets: readonly number[],
): readonly Segment[] {
  const marks = findings.map((finding) => ({ finding, ...shownRange(finding, text) }));
  const cuts = [
    ...marks.flatMap(({ from, to }) => [from, to]),
    ...brackets.flatMap((bracket) => [bracket, bracket + 1]),
  ].sort((a, b) => a - b);
  let at = 0;
  return tokensOf(text).flatMap((token) => {
    const begin = at;
    at += token.text.length;
    const own = [begin, ...cuts.filter((cut) => cut > begin && cut < at), at];
    return own.slice(1).flatMap((to, index) => {
      const from = own[index];
      if (from === to) return [];
      const finding = worstOf(
        marks.filter((mark) => mark.from <= from && mark.to >= to).map((mark) => mark.finding),
      );
      return [{ text: text.slice(from, to), kind: token.kind, finding, isBracket: brackets.includes(from) }];
    });
  });
}

/** Where a finding is drawn: at least one character, inside the text. */
function shownRange(
  { from, to }: QueryFinding,
  text: string,
): { readonly from: number; readonly to: number } {
  const begin = Math.min(from, Math.max(0, text.length - 1));
  return { from: begin, to: Math.min(text.length, Math.max(begin + 1, to)) };
}

function worstOf(findings: readonly QueryFinding[]): QueryFinding | undefined {
  return findings.toSorted((a, b) => WEIGHT[b.severity] - WEIGHT[a.severity])[0];
}

function tokensOf(text: string): readonly PromqlToken[] {
  return text.length > MAX_COLOURED ? [{ kind: 'plain', text }] : promqlTokens(text);
}
