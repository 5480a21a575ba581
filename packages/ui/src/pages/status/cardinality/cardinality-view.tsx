import type { RemoteView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import type { NamedCount } from '../../../data/api/status-api.ts';
import { useRemote } from '../../../data/station-context.ts';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { printable } from '../../../format/printable.ts';
import { formatValue } from '../../../format/units.ts';
import { useHref } from '../../../navigation/links.ts';
import { listField, urlCodec } from '../../../navigation/url-codec.ts';
import { ShareBar } from '../share-bar.tsx';
import { labelQuery, pairQuery, seriesQuery } from './cardinality-queries.ts';

/** Of each list. */
const LIMIT = 15;
/** The part of Explore's address that says what is asked. */
const queryCodec = urlCodec({ queries: listField('q') });

/** What the series are made of: where there are too many, one of these lists says why. */
export function CardinalityView({ remote }: { readonly remote: RemoteView | null }): JSX.Element {
  const { data, error, refresh } = useRemote(
    ['cardinality', LIMIT],
    (api, signal) => api.own.cardinality(LIMIT, signal),
    { isLive: false },
  );
  if (data === undefined && error !== '') {
    const who = remote === null ? 'The series' : `The series of ${remote.host}`;
    return <ErrorState title={`${who} could not be counted`} error={error} onRetry={refresh} />;
  }
  if (data === undefined) return <Skeleton label="Counting the series" lines={6} />;
  const series = data.headStats.numSeries;
  if (data.seriesCountByMetricName.length === 0) {
    return (
      <EmptyState title="There are no series yet">
        <p>As soon as something is scraped or pushed, it is counted here.</p>
      </EmptyState>
    );
  }
  return (
    <>
      <p class="remote-note">
        {remote === null ? '' : `${remote.host} has `}
        {formatValue('', series)} series. A label with a value for each user or request makes too many.
      </p>
      <div class="count-lists">
        <CountList
          title="Metrics by series"
          counts={data.seriesCountByMetricName}
          of={series}
          queryOf={seriesQuery}
        />
        <CountList
          title="Labels by values"
          counts={data.labelValueCountByLabelName}
          of={data.labelValueCountByLabelName[0]?.value ?? 0}
          queryOf={labelQuery}
        />
        <CountList
          title="Label pairs by series"
          counts={data.seriesCountByLabelValuePair}
          of={series}
          queryOf={pairQuery}
        />
      </div>
    </>
  );
}

function CountList(props: {
  readonly title: string;
  readonly counts: readonly NamedCount[];
  /** What a full bar is. */
  readonly of: number;
  readonly queryOf: (name: string) => string;
}): JSX.Element {
  const hrefOf = useHref();
  return (
    <section class="status-section" aria-label={props.title}>
      <h2 class="section-title">{props.title}</h2>
      <ol class="card count-list">
        {props.counts.map(({ name, value }) => (
          <li key={name} class="count-row">
            <a
              class="count-name"
              href={hrefOf({ page: 'explore' }, queryCodec, { queries: [props.queryOf(name)] })}
              title={printable(name)}
            >
              {printable(name)}
            </a>
            <span class="count-value">{formatValue('', value)}</span>
            <ShareBar ratio={props.of === 0 ? 0 : value / props.of} />
          </li>
        ))}
      </ol>
    </section>
  );
}
