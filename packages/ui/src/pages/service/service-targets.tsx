import type { ServiceView, TargetView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useResource, useStation } from '../../data/station-context.ts';
import { DataTable } from '../../design/data-table.tsx';
import type { Column } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { HealthBadge } from '../../design/state-badge.tsx';
import { Time } from '../../design/time.tsx';
import { NO_VALUE, formatValue } from '../../format/units.ts';
import { useHref } from '../../navigation/links.ts';
import { textField, urlCodec } from '../../navigation/url-codec.ts';

/** The part of the targets page's address that names a job. */
const jobCodec = urlCodec({ job: textField('job') });

const COLUMNS: readonly Column<TargetView>[] = [
  { key: 'health', title: 'State', render: ({ health }) => <HealthBadge health={health} /> },
  { key: 'instance', title: 'Instance', isHeader: true, render: ({ instance }) => instance },
  { key: 'job', title: 'Job', isSecondary: true, render: ({ job }) => job },
  { key: 'last', title: 'Last scrape', render: ({ lastScrapeMs }) => <Time atMs={lastScrapeMs} /> },
  {
    key: 'took',
    title: 'Took',
    align: 'end',
    render: ({ lastDurationMs: tookMs }) =>
      tookMs === null ? NO_VALUE : formatValue('seconds', tookMs / 1000),
  },
  { key: 'error', title: 'Error', isWide: true, render: ({ lastError, note = '' }) => lastError || note },
];

/** The targets of a service, the unhealthy first. */
export function ServiceTargets({ service }: { readonly service: ServiceView }): JSX.Element {
  const targets = useResource(useStation().targets).data?.targets;
  const hrefOf = useHref();
  const own = (targets ?? [])
    .filter(({ job }) => service.jobs.includes(job))
    .toSorted((a, b) => a.health.localeCompare(b.health) || a.instance.localeCompare(b.instance));
  const job = service.jobs.length === 1 ? service.jobs[0] : '';
  return (
    <section class="chosen" aria-labelledby="service-targets">
      <h2 class="section-title" id="service-targets">
        <a href={hrefOf({ page: 'targets' }, jobCodec, { job })}>Targets</a>
      </h2>
      {targets !== undefined && own.length === 0 && (
        <EmptyState title="Nothing of it is scraped">
          <p>Name its targets in the definition, or let it push its metrics.</p>
        </EmptyState>
      )}
      {own.length > 0 && (
        <DataTable
          label={`Targets of ${service.name}`}
          columns={COLUMNS}
          rows={own}
          keyOf={(target) => `${target.job} ${target.url}`}
        />
      )}
    </section>
  );
}
