import type { DoctorTopic } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useRemote } from '../../data/station-context.ts';
import { ErrorState } from '../../design/error-state.tsx';
import { Icon } from '../../design/icon.tsx';
import type { IconName } from '../../design/icon.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { useHref } from '../../navigation/links.ts';
import { COMPLAINTS } from './complaints.ts';

const ICONS: Readonly<Record<DoctorTopic, IconName>> = {
  metrics: 'chart',
  dashboards: 'dashboards',
  grafana: 'external',
  alerts: 'alerts',
  logs: 'table',
  traces: 'query',
  memory: 'overview',
  health: 'ok',
  capacity: 'expand',
};

/** Those that people come with most stand first. */
const ORDER: readonly DoctorTopic[] = [
  'metrics',
  'dashboards',
  'alerts',
  'logs',
  'traces',
  'grafana',
  'memory',
  'health',
  'capacity',
];

/** What can be complained of. */
export function ComplaintList(): JSX.Element {
  const { data, error, refresh } = useRemote(['doctor-topics'], (api, signal) => api.doctor.topics(signal), {
    isLive: false,
  });
  return (
    <>
      <PageHead
        title="Doctor"
        summary="What is wrong? Each step is tried for real, and the first that fails is named."
      />
      {data === undefined && error === '' && <Skeleton label="Loading what can be asked" lines={6} />}
      {data === undefined && error !== '' && (
        <ErrorState title="The doctor is not there" error={error} onRetry={refresh} />
      )}
      {data !== undefined && <Complaints topics={ORDER.filter((topic) => data.topics.includes(topic))} />}
    </>
  );
}

function Complaints({ topics }: { readonly topics: readonly DoctorTopic[] }): JSX.Element {
  const hrefOf = useHref();
  return (
    <ul class="complaints">
      {topics.map((topic) => (
        <li key={topic}>
          <a class="complaint" href={hrefOf({ page: 'doctor', topic })}>
            <Icon name={ICONS[topic]} />
            <span class="complaint-words">
              <span class="complaint-title">{COMPLAINTS[topic].complaint}</span>
              <span class="complaint-way">{COMPLAINTS[topic].way}</span>
            </span>
            <Icon name="chevron" />
          </a>
        </li>
      ))}
    </ul>
  );
}
