import type { OverviewResponse, ServiceView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useRemote } from '../../data/station-context.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { ServiceBadge } from '../../design/state-badge.tsx';
import { useHref } from '../../navigation/links.ts';
import { ChangeDrawer } from './change-drawer.tsx';
import { DashboardLinks } from './dashboard-links.tsx';
import { FiringList } from './firing-list.tsx';
import { HealthChecks } from './health-checks.tsx';
import { ServiceDetail } from './service-detail.tsx';
import { ServiceFacts } from './service-facts.tsx';
import { ServiceTargets } from './service-targets.tsx';
import { SloList } from './slo-list.tsx';
import { useChanges } from './use-changes.ts';
import { WhatChanged } from './what-changed.tsx';

/** The page of one service. */
export function ServicePage({ service }: { readonly service: string }): JSX.Element {
  const { data, error, refresh } = useRemote(['overview'], (api, signal) => api.dashboards.overview(signal), {
    on: ['alerts', 'targets', 'annotations'],
  });
  if (data === undefined && error !== '') {
    return <ErrorState title="The services could not be loaded" error={error} onRetry={refresh} />;
  }
  if (data === undefined) return <Skeleton label="Loading the service" />;
  const found = data.services.find(({ name }) => name === service);
  if (found === undefined) return <NoService name={service} services={data.services} />;
  return <ServiceInFull service={found} />;
}

function NoService(props: {
  readonly name: string;
  readonly services: OverviewResponse['services'];
}): JSX.Element {
  const hrefOf = useHref();
  return (
    <EmptyState title={`There is no service ${props.name}`} isPage>
      <p>It is not defined, and nothing scrapes it.</p>
      <p>
        {props.services.length === 0 ? (
          <a href={hrefOf({ page: 'overview' })}>Go to the overview</a>
        ) : (
          props.services.slice(0, 12).map(({ name }) => (
            <a key={name} class="text-button" href={hrefOf({ page: 'service', service: name })}>
              {name}
            </a>
          ))
        )}
      </p>
    </EmptyState>
  );
}

function ServiceInFull({ service }: { readonly service: ServiceView }): JSX.Element {
  const changes = useChanges(service);
  return (
    <>
      <PageHead title={service.name} summary={<ServiceFacts service={service} />}>
        <span class="service-reason">{service.reason}</span>
        <ServiceBadge health={service.health} />
      </PageHead>
      <div class="strips">
        <ServiceAlerts service={service} />
        {service.slos.length > 0 && (
          <section class="card" aria-labelledby="service-slos">
            <h2 class="card-title" id="service-slos">
              Objectives
            </h2>
            <SloList slos={service.slos} isFull />
          </section>
        )}
        {service.checks.length > 0 && <HealthChecks checks={service.checks} />}
      </div>
      <section class="chosen" aria-label="Requests and resources">
        <ServiceDetail service={service} marks={changes.all ?? []} />
      </section>
      <div class="strips">
        <WhatChanged changes={changes} />
        <section class="card" aria-labelledby="service-dashboards">
          <h2 class="card-title" id="service-dashboards">
            Dashboards
          </h2>
          {service.dashboards.length === 0 && <p class="card-quiet">It has no dashboard.</p>}
          <DashboardLinks slugs={service.dashboards} />
        </section>
      </div>
      <ServiceTargets service={service} />
      <ChangeDrawer changes={changes} />
    </>
  );
}

function ServiceAlerts({ service }: { readonly service: ServiceView }): JSX.Element {
  const hrefOf = useHref();
  return (
    <section class="card" aria-labelledby="service-alerts">
      <h2 class="card-title" id="service-alerts">
        <a href={hrefOf({ page: 'alerts', rule: undefined })}>Alerts</a>
      </h2>
      {service.firing.length === 0 && <p class="card-quiet">None of its alerts fires.</p>}
      <FiringList firing={service.firing} />
    </section>
  );
}
