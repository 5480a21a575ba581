import type { AlertEpisode } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { plural } from '../../../data/overall-state.ts';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { SearchField } from '../../../design/search-field.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { Time } from '../../../design/time.tsx';
import { TooMuch } from '../../../design/too-much.tsx';
import { formatLabels } from '../../../format/series-names.ts';
import { useHref } from '../../../navigation/links.ts';
import { useTime } from '../../../navigation/time.tsx';
import { lanesOf } from '../episode-lanes.ts';
import type { EpisodeLane } from '../episode-lanes.ts';
import type { AlertsState } from '../view-state.ts';
import { EpisodeStrips } from './episode-strips.tsx';
import { EpisodeTable } from './episode-table.tsx';
import { useEpisodes } from './use-episodes.ts';

/** Strips that fit a screen; the table has all. */
const MAX_STRIPS = 20;

/** What alerts went through in the time of the page, those that ended included. */
export function HistoryView(props: {
  readonly state: AlertsState;
  readonly unitOf: (alert: string) => string;
  readonly onState: (state: AlertsState, mode: 'push' | 'replace') => void;
  readonly onOpen: (episode: AlertEpisode) => void;
}): JSX.Element {
  const { state, onState } = props;
  const { words, window } = useTime();
  const { data, error, refresh } = useEpisodes();
  const episodes = useMemo(() => searched(data?.episodes ?? [], state.search), [data, state.search]);
  const lanes = useMemo(() => lanesOf(episodes, window), [episodes, window]);
  if (data === undefined && error !== '') {
    return <ErrorState title="The history could not be loaded" error={error} onRetry={refresh} />;
  }
  if (data === undefined) return <Skeleton label="Loading the history" lines={6} />;
  return (
    <>
      <div class="alert-filters">
        <SearchField
          label="Search the history"
          placeholder="Name or label"
          value={state.search}
          onSearch={(search) => onState({ ...state, search }, 'replace')}
        />
        <p class="section-note">
          {plural(episodes.length, 'time')} that {episodes.length === 1 ? 'an alert was' : 'alerts were'}{' '}
          active, {words}. {data.keptSinceMs !== null && <KeptSince atMs={data.keptSinceMs} />}
        </p>
      </div>
      {data.isTruncated && (
        <TooMuch title={`The newest ${data.episodes.length.toLocaleString('en-US')} are shown`}>
          Choose a shorter time to see the others.
        </TooMuch>
      )}
      {episodes.length === 0 ? (
        <EmptyState title={state.search === '' ? 'No alert was active' : 'Nothing matches'}>
          <p>
            {state.search === ''
              ? 'Choose a longer time at the top of the page, or look at the alerts of now.'
              : 'Search for another name or label, or choose a longer time.'}
          </p>
        </EmptyState>
      ) : (
        <>
          <EpisodeStrips
            label="When alerts were active"
            lanes={lanes.slice(0, MAX_STRIPS)}
            window={window}
            nameOf={(lane) => <LaneName lane={lane} />}
          />
          {lanes.length > MAX_STRIPS && (
            <p class="section-note">and {lanes.length - MAX_STRIPS} more alerts: see the table</p>
          )}
          <EpisodeTable
            label="Times that alerts were active"
            episodes={episodes}
            unitOf={props.unitOf}
            onOpen={props.onOpen}
          />
        </>
      )}
    </>
  );
}

function KeptSince({ atMs }: { readonly atMs: number }): JSX.Element {
  return (
    <>
      History is kept since <Time atMs={atMs} as="moment" />.
    </>
  );
}

function LaneName({ lane }: { readonly lane: EpisodeLane }): JSX.Element {
  const hrefOf = useHref();
  const { alertname: _, severity: __, ...telling } = lane.labels;
  return (
    <>
      <a href={hrefOf({ page: 'alerts', rule: lane.alert })}>{lane.alert}</a>
      <span class="past-labels">{Object.keys(telling).length === 0 ? '' : formatLabels(telling)}</span>
    </>
  );
}

function searched(episodes: readonly AlertEpisode[], search: string): readonly AlertEpisode[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return episodes;
  return episodes.filter(({ alert, labels }) =>
    [alert, ...Object.entries(labels).map((pair) => pair.join('='))]
      .join('\n')
      .toLowerCase()
      .includes(wanted),
  );
}
