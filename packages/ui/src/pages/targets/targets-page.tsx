import type { TargetView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useResource, useStation } from '../../data/station-context.ts';
import { useUrlState } from '../../navigation/url-state.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { Segmented } from '../../design/segmented.tsx';
import { filterTargets } from './filter-targets.ts';
import { TargetsTable } from './targets-table.tsx';
import { HEALTH_FILTERS, targetsCodec } from './view-state.ts';
import type { TargetsState } from './view-state.ts';

const WORDS: Readonly<Record<TargetsState['health'], string>> = {
  all: 'All',
  up: 'Up',
  down: 'Down',
  unknown: 'Waiting',
};

/** The page of everything that is scraped, and how that goes. */
export function TargetsPage(): JSX.Element {
  const { data, error } = useResource(useStation().targets);
  const [state, setState] = useUrlState(targetsCodec);
  const targets = data?.targets ?? [];
  const shown = filterTargets(targets, state);
  return (
    <>
      <div class="page-head">
        <div>
          <h1 class="page-title">Targets</h1>
          <p class="page-summary">{summarise(targets, data === undefined)}</p>
        </div>
        <div class="filters">
          <input
            type="search"
            class="search"
            aria-label="Search targets"
            placeholder="Job, instance, label, error"
            value={state.search}
            onInput={(event) => setState({ ...state, search: event.currentTarget.value }, 'replace')}
          />
          <Segmented
            label="Health"
            value={state.health}
            onChange={(health) => setState({ ...state, health }, 'push')}
            segments={HEALTH_FILTERS.map((value) => ({
              value,
              label: `${WORDS[value]} ${countOf(targets, value)}`,
            }))}
          />
        </div>
      </div>
      {data === undefined && error !== '' && (
        <EmptyState title="The targets could not be loaded">{error}</EmptyState>
      )}
      {data !== undefined && targets.length === 0 && (
        <EmptyState title="No targets yet">
          <p>
            Start the station with <code>telltale up --scrape HOST:PORT/metrics</code>, or name targets in{' '}
            <code>telltale.config.ts</code>.
          </p>
        </EmptyState>
      )}
      {targets.length > 0 && shown.length === 0 && (
        <EmptyState title="No target matches">
          <button
            type="button"
            class="text-button"
            onClick={() => setState({ health: 'all', search: '' }, 'push')}
          >
            Show all {targets.length}
          </button>
        </EmptyState>
      )}
      {shown.length > 0 && <TargetsTable targets={shown} />}
    </>
  );
}

function countOf(targets: readonly TargetView[], health: TargetsState['health']): number {
  return health === 'all' ? targets.length : targets.filter((target) => target.health === health).length;
}

function summarise(targets: readonly TargetView[], isLoading: boolean): string {
  if (isLoading) return 'Loading…';
  return `${countOf(targets, 'up')} of ${targets.length} up`;
}
