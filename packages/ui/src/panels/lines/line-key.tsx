import type { JSX } from 'preact';
import { lineStyle } from './palette.ts';

/** A short piece of a series' line, in its colour and dashes. One element: there are hundreds on a page. */
export function LineKey({ line }: { readonly line: number }): JSX.Element {
  const { colour, dashes } = lineStyle(line);
  return <span class={`line-key series-${colour} is-${dashes}`} aria-hidden="true" />;
}
