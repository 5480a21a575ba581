import type { OverviewResponse, ServiceView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import type { RemoteState } from '../../data/station-context.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { ServiceCard } from '../service/service-card.tsx';
import { sortServices } from '../service/sort-services.ts';

/** All services, those in trouble first; jobs that nobody defined stand below. */
export function ServicesSection({
  overview,
}: {
  readonly overview: RemoteState<OverviewResponse>;
}): JSX.Element {
  const { data, error, refresh } = overview;
  if (data === undefined && error !== '') {
    return <ErrorState title="The services could not be loaded" error={error} onRetry={refresh} />;
  }
  if (data === undefined) return <Skeleton label="Loading the services" lines={4} />;
  if (data.services.length === 0) {
    return (
      <EmptyState title="No service yet">
        <p>
          Describe your services in <code>telltale.config.ts</code>, or start the station with{' '}
          <code>telltale up --scrape HOST:PORT/metrics</code>. They appear with the first scrape.
        </p>
      </EmptyState>
    );
  }
  const { defined, scraped } = sortServices(data.services);
  return (
    <>
      <ServiceRows title="Services" services={defined} />
      <ServiceRows title="Scraped" note="jobs that no definition describes" services={scraped} />
    </>
  );
}

function ServiceRows(props: {
  readonly title: string;
  readonly note?: string;
  readonly services: readonly ServiceView[];
}): JSX.Element | null {
  if (props.services.length === 0) return null;
  return (
    <section class="services" aria-label={props.title}>
      <h2 class="section-title">
        {props.title}
        {props.note !== undefined && <span class="section-note">{props.note}</span>}
      </h2>
      {props.services.map((service) => (
        <ServiceCard key={service.name} service={service} />
      ))}
    </section>
  );
}
