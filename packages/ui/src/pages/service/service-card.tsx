import type { ServiceView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { ServiceBadge } from '../../design/state-badge.tsx';
import { useHref } from '../../navigation/links.ts';
import { DashboardLinks } from './dashboard-links.tsx';
import { FigureCells } from './figure-cells.tsx';
import { FiringList } from './firing-list.tsx';
import { ServiceFacts } from './service-facts.tsx';
import { SloList } from './slo-list.tsx';

/** The first ones; the page of the service has all. */
const LISTED_DASHBOARDS = 3;

/** A service in one row: how it is, how it performs, and what it promised. */
export function ServiceCard({ service }: { readonly service: ServiceView }): JSX.Element {
  const titleId = useId();
  const hrefOf = useHref();
  return (
    <article class={`service is-${service.health}`} aria-labelledby={titleId}>
      <div class="service-who">
        <p class="service-state">
          <ServiceBadge health={service.health} />
        </p>
        <h3 class="service-name" id={titleId}>
          <a href={hrefOf({ page: 'service', service: service.name })}>{service.name}</a>
        </h3>
        <ServiceFacts service={service} />
        {service.reason !== '' && <p class="service-reason">{service.reason}</p>}
      </div>
      <FigureCells service={service} />
      <div class="service-more">
        <FiringList firing={service.firing} />
        {service.slos.length > 0 && <SloList slos={service.slos} />}
        <DashboardLinks slugs={service.dashboards} limit={LISTED_DASHBOARDS} />
      </div>
    </article>
  );
}
