import type { JSX } from 'preact';
import { StatPanel } from '../../panels/panel/panel.tsx';
import type { KeyFigure } from './key-figures.ts';

/** The key figures, in one row. */
export function Tiles({ figures }: { readonly figures: readonly KeyFigure[] }): JSX.Element | null {
  if (figures.length === 0) return null;
  return (
    <section class="tiles tiles-main" aria-label="Key figures">
      {figures.map(({ panel, key }) => (
        <StatPanel key={key} panel={panel} />
      ))}
    </section>
  );
}
