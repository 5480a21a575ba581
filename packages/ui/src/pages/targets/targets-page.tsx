import type { TargetView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useRemote, useResource, useStation } from '../../data/station-context.ts';
import { usePageLoad } from '../../data/use-page-load.ts';
import { Drawer } from '../../design/drawer.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { FilterChips } from '../../design/filter-chips.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { SearchField } from '../../design/search-field.tsx';
import { Segmented } from '../../design/segmented.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { useDrawer } from '../../navigation/drawer-state.ts';
import { useUrlState } from '../../navigation/url-state.ts';
import { filterTargets } from './filter-targets.ts';
import { PoolSection } from './pool-section.tsx';
import { PoolTable, keyOfTarget } from './pool-table.tsx';
import { isPoolOpen, poolsOf } from './pools.ts';
import { PushedGroups } from './pushed-groups.tsx';
import { TargetDrawer } from './target-drawer.tsx';
import './targets.css';
import { HEALTH_FILTERS, UNFILTERED, targetsCodec } from './view-state.ts';
import type { TargetsState } from './view-state.ts';

const WORDS: Readonly<Record<TargetsState['health'], string>> = {
  all: 'All',
  up: 'Up',
  down: 'Down',
  unknown: 'Waiting',
};

/** The page of everything that is scraped, and how that goes. */
export function TargetsPage(): JSX.Element {
  const { targets: resource } = useStation();
  const { data, error } = useResource(resource);
  const [state, setState] = useUrlState(targetsCodec);
  usePageLoad('targets');
  const targets = data?.targets ?? [];
  const shown = filterTargets(targets, state);
  return (
    <>
      <PageHead
        title="Targets"
        summary={data === undefined ? 'Loading…' : `${countOf(targets, 'up')} of ${targets.length} up`}
      >
        <SearchField
          label="Search targets"
          placeholder="Job, instance, label, error"
          value={state.search}
          onSearch={(search) => setState({ ...state, search }, 'replace')}
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
      </PageHead>
      <FilterChips
        chips={
          state.job === ''
            ? []
            : [
                {
                  key: 'job',
                  label: `job = ${state.job}`,
                  onRemove: () => setState({ ...state, job: '' }, 'push'),
                },
              ]
        }
        onClear={() => setState({ ...state, ...UNFILTERED }, 'push')}
      />
      {data === undefined && error === '' && <Skeleton label="Loading the targets" lines={6} />}
      {data === undefined && error !== '' && (
        <ErrorState
          title="The targets could not be loaded"
          error={error}
          onRetry={() => void resource.refresh()}
        />
      )}
      {data !== undefined && targets.length === 0 && data.pushed.length === 0 && (
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
            onClick={() => setState({ ...state, ...UNFILTERED }, 'push')}
          >
            Show all {targets.length}
          </button>
        </EmptyState>
      )}
      {data !== undefined && <Pools targets={targets} shown={shown} state={state} onState={setState} />}
      {data !== undefined && <PushedGroups groups={data.pushed} />}
      {data !== undefined && <OpenTarget targets={targets} />}
    </>
  );
}

/** The jobs that are shown. */
function Pools(props: {
  readonly targets: readonly TargetView[];
  readonly shown: readonly TargetView[];
  readonly state: TargetsState;
  readonly onState: (state: TargetsState, mode: 'push' | 'replace') => void;
}): JSX.Element {
  const { targets, shown, state, onState } = props;
  const drawer = useDrawer();
  const discovery = useRemote(['discovery'], (api, signal) => api.discovery(signal), {
    on: ['targets'],
  }).data;
  const isFiltered = state.health !== 'all' || state.search.trim() !== '' || state.job !== '';
  return (
    <>
      {poolsOf(targets, shown, discovery, isFiltered).map((pool) => (
        <PoolSection
          key={pool.job}
          pool={pool}
          isOpen={isPoolOpen(pool, state.pools.get(pool.job), shown.length)}
          onFold={(isOpen) => {
            const pools = new Map([...state.pools, [pool.job, isOpen ? 'open' : 'folded'] as const]);
            onState({ ...state, pools }, 'replace');
          }}
        >
          {pool.shown.length > 0 && (
            <PoolTable
              job={pool.job}
              targets={pool.shown}
              sort={state.sort}
              onSort={(sort) => onState({ ...state, sort }, 'replace')}
              onOpen={(target) => drawer.show('target', keyOfTarget(target))}
              openKey={drawer.shown?.kind === 'target' ? drawer.shown.id : undefined}
            />
          )}
        </PoolSection>
      ))}
    </>
  );
}

/** The target that the address names, in the drawer. */
function OpenTarget({ targets }: { readonly targets: readonly TargetView[] }): JSX.Element | null {
  const { shown, close } = useDrawer();
  if (shown?.kind !== 'target') return null;
  const target = targets.find((one) => keyOfTarget(one) === shown.id);
  if (target === undefined) {
    return (
      <Drawer title="This target is gone" onClose={close}>
        <p>Nothing with this address is scraped any more: it left the definition, or was not found again.</p>
      </Drawer>
    );
  }
  return <TargetDrawer key={shown.id} target={target} onClose={close} />;
}

function countOf(targets: readonly TargetView[], health: TargetsState['health']): number {
  return health === 'all' ? targets.length : targets.filter((target) => target.health === health).length;
}
