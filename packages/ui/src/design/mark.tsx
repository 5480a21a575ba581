import type { JSX } from 'preact';

/** How the telltale flies: straight when all is well, lifting while something is building up, dropped when it tells. */
export type MarkState = 'quiet' | 'restless' | 'telling';

const RIBBONS: Readonly<Record<MarkState, string>> = {
  quiet: 'M9 11.5c5-2.2 8 1.6 12 .6 3.2-.8 5-1.6 9-.6-3.6 1.6-5.6 3.8-9 4.3-4.5.7-7-2.6-12 .2z',
  restless: 'M9 11.5c4.5-.5 6.5 4.5 10.5 4.5 3.5 0 5.5-2 9.5-.500-3.4 2.6-6 5.3-9.8 4.9-5-.6-6-5.9-10.2-4.4z',
  telling: 'M7.5 14.5c3.5 1.5 3 6 6 8.5 2.4 2 5 1.8 7.5 5-4-.3-8.2.6-11.2-2.4-3.4-3.4-2.3-7.6-4.8-9.6z',
};

/** The product's mark: a sail's telltale on its shroud. */
export function Mark({ state }: { readonly state: MarkState }): JSX.Element {
  return (
    <svg class={`mark mark-${state}`} viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <path class="mark-shroud" d="M6 3v26" />
      <path class="mark-ribbon" d={RIBBONS[state]} />
      <circle class="mark-knot" cx="6" cy="13.7" r="3.2" />
    </svg>
  );
}
