import type { JSX } from 'preact';
import { lineStyle } from './palette.ts';

/** A short piece of a series' line, in its colour and dashes. */
export function LineKey({ line }: { readonly line: number }): JSX.Element {
  const { colour, dash } = lineStyle(line);
  return (
    <svg class={`line-key series-${colour}`} viewBox="0 0 14 4" width="14" height="4" aria-hidden="true">
      <path d="M1 2h12" stroke-dasharray={dash.length === 0 ? undefined : dash.join(' ')} />
    </svg>
  );
}
