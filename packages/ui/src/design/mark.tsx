import type { JSX } from 'preact';

/** Where the needle points: ahead when all is well, lifting while something builds up, fallen when it tells. */
export type MarkState = 'quiet' | 'restless' | 'telling';

/** The product's mark: a wind indicator. */
export function Mark({ state }: { readonly state: MarkState }): JSX.Element {
  return (
    <svg class={`mark mark-${state}`} viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <circle class="mark-ring" cx="16" cy="16" r="13.5" />
      <g class="mark-needle">
        <path d="M5.5 16 11 12.5 26 16 11 19.5Z" />
        <circle class="mark-hub" cx="12.5" cy="16" r="1.6" />
      </g>
    </svg>
  );
}
