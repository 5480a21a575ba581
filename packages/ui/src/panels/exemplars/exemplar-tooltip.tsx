import type { BatchExemplar } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { lineOf } from '../../format/printable.ts';
import { exemplarLabels, exemplarValue } from './exemplar-words.ts';

/** Labels that stand beside the pointer; the table has them all. */
const LISTED_LABELS = 4;

/** What the tooltip of a chart says of the exemplar that is pointed at. */
export function ExemplarFacts(props: { readonly one: BatchExemplar; readonly unit: string }): JSX.Element {
  const { one, unit } = props;
  return (
    <>
      <p class="tooltip-row">
        <span class="exemplar-key" />
        <span class="tooltip-name">Exemplar</span>
        <span class="tooltip-value">{exemplarValue(unit, one.value)}</span>
      </p>
      <p class="tooltip-trace">{lineOf(one.traceId)}</p>
      {exemplarLabels(one)
        .slice(0, LISTED_LABELS)
        .map((text) => (
          <p class="tooltip-none tooltip-label" key={text}>
            {text}
          </p>
        ))}
      <p class="tooltip-none">Click or Enter opens the trace</p>
    </>
  );
}

/** A ring around the exemplar that is pointed at. */
export function ExemplarRing(props: { readonly x: number; readonly y: number }): JSX.Element {
  const ring = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (ring.current !== null) ring.current.style.transform = `translate(${props.x}px, ${props.y}px)`;
  });
  return <span class="exemplar-ring" ref={ring} aria-hidden="true" />;
}
