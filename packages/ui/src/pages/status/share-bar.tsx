import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** A share of one as a bar; decoration beside the figure. */
export function ShareBar(props: { readonly ratio: number; readonly tone?: 'warn' | 'bad' }): JSX.Element {
  const bar = useRef<HTMLSpanElement>(null);
  const percent = Math.min(100, Math.max(0, props.ratio * 100));
  // The policy of the page allows no style in the text of the page.
  useLayoutEffect(() => bar.current?.style.setProperty('width', `${percent}%`), [percent]);
  return (
    <span class="share-bar" aria-hidden="true">
      <span ref={bar} class={props.tone === undefined ? 'share-fill' : `share-fill is-${props.tone}`} />
    </span>
  );
}
