import type { QueryFinding } from '@telltale/station/contract';
import type { JSX, RefObject } from 'preact';
import { useMemo } from 'preact/hooks';
import { memo } from '../../../../design/memo.ts';
import '../../../../design/promql-text.css';
import type { Segment } from './overlay-segments.ts';
import { overlaySegments } from './overlay-segments.ts';

interface QueryOverlayProps {
  readonly text: string;
  readonly findings: readonly QueryFinding[];
  /** Where the brackets are that belong together. */
  readonly brackets: readonly number[];
  readonly element: RefObject<HTMLPreElement | null>;
}

/**
 * What is seen of a query: its parts in their colours, and what is wrong with them. The field that it is written in
 * lies above with letters that cannot be seen; as it has the same size, this gives the field its height.
 */
export const QueryOverlay = memo(({ text, findings, brackets, element }: QueryOverlayProps): JSX.Element => {
  const segments = useMemo(() => overlaySegments(text, findings, brackets), [text, findings, brackets]);
  return (
    <pre ref={element} class="query-overlay" aria-hidden="true">
      {segments.map((segment, index) => (
        <span
          key={index}
          class={classOf(segment)}
          data-finding={segment.finding && findings.indexOf(segment.finding)}
        >
          {segment.text}
        </span>
      ))}
      {/* A line that was only begun has its height, too. */}
      {'\n'}
    </pre>
  );
});

function classOf({ kind, finding, isBracket }: Segment): string {
  const names = [`promql-${kind}`];
  if (finding !== undefined) names.push('query-mark', `is-${finding.severity}`);
  if (isBracket) names.push('query-bracket');
  return names.join(' ');
}

/** The finding whose mark is drawn at a point of the window. */
export function findingAt(
  overlay: HTMLElement,
  findings: readonly QueryFinding[],
  x: number,
  y: number,
): QueryFinding | undefined {
  const marks = [...overlay.querySelectorAll<HTMLElement>('.query-mark')];
  const pointed = marks.find((mark) =>
    [...mark.getClientRects()].some(
      ({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom,
    ),
  );
  return pointed && findings[Number(pointed.dataset['finding'])];
}
