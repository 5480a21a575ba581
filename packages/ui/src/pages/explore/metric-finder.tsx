import type { MetricView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useRemote } from '../../data/station-context.ts';
import { Drawer } from '../../design/drawer.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { SearchField } from '../../design/search-field.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { TooMuch } from '../../design/too-much.tsx';
import { countWords } from './views/stats-line.tsx';

const SHOWN = 100;

/** Finds a metric by its name or help, and asks what is most often asked of its type. */
export function MetricFinder(props: {
  readonly onClose: () => void;
  readonly onPick: (metric: MetricView) => void;
}): JSX.Element {
  const [search, setSearch] = useState('');
  const body = useRef<HTMLDivElement>(null);
  const found = useRemote(
    ['explore-metrics', search],
    (api, signal) => api.explore.metrics({ search, limit: SHOWN }, signal),
    { keepsPrevious: true },
  );
  useLayoutEffect(() => body.current?.querySelector('input')?.focus(), []);
  const { data, error } = found;
  return (
    <Drawer title="Metrics" onClose={props.onClose}>
      <div class="metric-finder" ref={body} onKeyDown={moveAlong}>
        <SearchField label="Search metrics" value={search} onSearch={setSearch} hasKey={false} />
        {data === undefined && error === '' && <Skeleton label="Metrics" />}
        {error !== '' && <ErrorState title="No metrics" error={error} onRetry={found.refresh} />}
        {data?.metrics.length === 0 && (
          <EmptyState
            title={search === '' ? 'There are no metrics yet' : 'No metric has this in its name or help'}
          />
        )}
        <ul class="metric-list" aria-label="Metrics" aria-busy={found.isPrevious}>
          {data?.metrics.map((metric) => (
            <MetricItem key={metric.name} metric={metric} onPick={() => props.onPick(metric)} />
          ))}
        </ul>
        {data?.isTruncated === true && (
          <TooMuch title={`The first ${SHOWN} are shown`}>Type more of the name.</TooMuch>
        )}
      </div>
    </Drawer>
  );
}

function MetricItem(props: { readonly metric: MetricView; readonly onPick: () => void }): JSX.Element {
  const { name, type, unit, help, series, owner, source, standing } = props.metric;
  return (
    <li>
      <button type="button" class="metric-item" onClick={props.onPick}>
        <span class="metric-line">
          <span class="metric-name">{name}</span>
          <span class="metric-facts">
            <span class={`metric-type is-${type}`}>{type}</span>
            {unit !== '' && <span>{unit}</span>}
            {standing === 'declared' ? (
              <span class="metric-warning">declared, never seen</span>
            ) : (
              series !== null && <span>{countWords(series, 'series', 'series')}</span>
            )}
            {standing === 'seen' && <span>not declared</span>}
          </span>
        </span>
        {help !== '' && <span>{help}</span>}
        {source + owner !== '' && (
          <span class="metric-facts">
            <span class="metric-source">{source}</span>
            <span>{owner}</span>
          </span>
        )}
      </button>
    </li>
  );
}

/** Arrow keys go from the search to the metrics and along them. */
function moveAlong(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input, .metric-item')];
  const at = stops.findIndex((one) => one === document.activeElement);
  const next = stops[Math.min(stops.length - 1, Math.max(0, at + step))];
  event.preventDefault();
  next.focus();
}
