import type { JSX } from 'preact';
import { useRemote } from '../../data/station-context.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { ServiceBadge } from '../../design/state-badge.tsx';
import { useHref } from '../../navigation/links.ts';

/** The page of one service. */
export function ServicePage({ service }: { readonly service: string }): JSX.Element {
  const { data, error, refresh } = useRemote(['overview'], (api, signal) => api.dashboards.overview(signal), {
    on: ['alerts', 'targets'],
  });
  const hrefOf = useHref();
  const found = data?.services.find(({ name }) => name === service);
  if (data === undefined && error !== '') {
    return <ErrorState title="The services could not be loaded" error={error} onRetry={refresh} />;
  }
  if (data === undefined) return <Skeleton label="Loading the service" />;
  if (found === undefined) {
    return (
      <EmptyState title={`There is no service ${service}`}>
        It is not defined, and nothing scrapes it.
      </EmptyState>
    );
  }
  return (
    <>
      <PageHead title={found.name} summary={found.reason}>
        <ServiceBadge health={found.health} />
      </PageHead>
      <ul>
        {found.dashboards.map((slug) => (
          <li key={slug}>
            <a href={hrefOf({ page: 'dashboards', slug })}>{slug}</a>
          </li>
        ))}
      </ul>
    </>
  );
}
