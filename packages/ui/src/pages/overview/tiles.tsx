import type { Dashboard } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { StatPanel } from '../../panels/panel.tsx';

/** The numbers of the defined dashboards, in one row. */
export function Tiles({ dashboards }: { readonly dashboards: readonly Dashboard[] }): JSX.Element | null {
  const stats = dashboards.flatMap((dashboard) =>
    dashboard.panels
      .filter((panel) => panel.kind === 'stat')
      .map((panel) => ({ panel, id: `${dashboard.slug}/${panel.title}` })),
  );
  if (stats.length === 0) return null;
  return (
    <section class="tiles tiles-main" aria-label="Key figures">
      {stats.map(({ panel, id }) => (
        <StatPanel key={id} panel={panel} />
      ))}
    </section>
  );
}
