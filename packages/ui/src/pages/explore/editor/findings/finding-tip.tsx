import type { QueryFinding } from '@telltale/station/contract';
import type { JSX, RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { placeBelow } from '../overlay/place-below.ts';

/** What is wrong with a part of a query, below it. */
export function FindingTip(props: {
  readonly id: string;
  readonly finding: QueryFinding;
  readonly overlay: RefObject<HTMLElement | null>;
}): JSX.Element {
  const { id, finding, overlay } = props;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => placeBelow(box.current, overlay.current, finding.from), [finding]);
  return (
    <div ref={box} id={id} class={`finding-tip is-${finding.severity}`} role="tooltip">
      {finding.message}
      {finding.fix !== '' && <p class="finding-fix">{finding.fix}</p>}
      <p class="finding-rule">{finding.rule}</p>
    </div>
  );
}
