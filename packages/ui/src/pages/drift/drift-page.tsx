import type { DriftResponse } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { plural } from '../../data/overall-state.ts';
import { useRemote } from '../../data/station-context.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Icon } from '../../design/icon.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { SearchField } from '../../design/search-field.tsx';
import { Segmented } from '../../design/segmented.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Time } from '../../design/time.tsx';
import { useKeys } from '../../navigation/keys.tsx';
import { useHref } from '../../navigation/links.ts';
import { useUrlState } from '../../navigation/url-state.ts';
import './drift.css';
import { shownDrift } from './filter-drift.ts';
import { FindingRow } from './finding-row.tsx';
import { AREAS, KINDS, UNFILTERED, driftCodec } from './view-state.ts';
import type { DriftState } from './view-state.ts';

const AREA_WORDS: Readonly<Record<DriftState['area'], string>> = {
  all: 'All',
  rules: 'Rules',
  targets: 'Targets',
  metrics: 'Metrics',
  queries: 'Queries',
  routing: 'Routing',
  dashboards: 'Dashboards',
};

const KIND_WORDS: Readonly<Record<DriftState['kind'], string>> = {
  all: 'All',
  missing: 'Missing',
  extra: 'Not defined',
  changed: 'Changed',
};

/** What a station answers where it does not know the path. */
const NOT_SERVED = 'not served';

type OnState = (state: DriftState, mode: 'push' | 'replace') => void;

/** The definition beside what runs. */
export function DriftPage(): JSX.Element {
  const { data, error, isLoading, refresh } = useRemote(
    ['drift'],
    (api, signal) => api.doctor.drift(signal),
    {
      isLive: false,
    },
  );
  const [state, setState] = useUrlState(driftCodec);
  useKeys([{ keys: 'a', title: 'Compare again', group: 'This page', run: refresh }]);
  return (
    <>
      <DriftHead data={data} state={state} onState={setState} isLoading={isLoading} onCompare={refresh} />
      {data === undefined && error === '' && <Skeleton label="Comparing" lines={6} />}
      {data === undefined && error !== '' && <NotCompared error={error} onRetry={refresh} />}
      {data !== undefined && <Compared data={data} state={state} onState={setState} />}
    </>
  );
}

function DriftHead(props: {
  readonly data: DriftResponse | undefined;
  readonly state: DriftState;
  readonly onState: OnState;
  readonly isLoading: boolean;
  readonly onCompare: () => void;
}): JSX.Element {
  const { data, state, onState, isLoading, onCompare } = props;
  const findings = data?.findings ?? [];
  const count = (kind: DriftState['kind']) =>
    kind === 'all' ? findings.length : findings.filter((finding) => finding.kind === kind).length;
  return (
    <PageHead title="Drift" summary={<Summary data={data} />}>
      {findings.length > 0 && (
        <>
          <SearchField
            label="Search differences"
            placeholder="Name, value, fix"
            value={state.search}
            onSearch={(search) => onState({ ...state, search }, 'replace')}
          />
          <Segmented
            label="Kind"
            value={state.kind}
            onChange={(kind) => onState({ ...state, kind }, 'push')}
            segments={(['all', ...KINDS] as const).map((value) => ({
              value,
              label: `${KIND_WORDS[value]} ${count(value)}`,
            }))}
          />
        </>
      )}
      <button
        type="button"
        class="button"
        // Not `disabled`: who came to it by keys would lose the focus while it compares.
        aria-disabled={isLoading}
        onClick={() => {
          if (!isLoading) onCompare();
        }}
      >
        <Icon name="retry" /> {isLoading ? 'Comparing…' : 'Compare again'}
      </button>
    </PageHead>
  );
}

function Summary({ data }: { readonly data: DriftResponse | undefined }): JSX.Element {
  if (data === undefined) return <>The definition beside what runs.</>;
  const words = data.findings.length === 0 ? 'No drift' : plural(data.findings.length, 'difference');
  return (
    <>
      {words}, {data.compared} compared <Time atMs={data.comparedAtMs} />
    </>
  );
}

function NotCompared(props: { readonly error: string; readonly onRetry: () => void }): JSX.Element {
  if (props.error.toLowerCase().includes(NOT_SERVED) || props.error.includes('404')) {
    return (
      <EmptyState title="There is no definition to compare with">
        <p>
          This station was started without a <code>telltale.config.ts</code>. <code>telltale init</code>{' '}
          writes one of what is there.
        </p>
      </EmptyState>
    );
  }
  return <ErrorState title="Nothing could be compared" error={props.error} onRetry={props.onRetry} />;
}

function Compared(props: {
  readonly data: DriftResponse;
  readonly state: DriftState;
  readonly onState: OnState;
}): JSX.Element {
  const { data, state, onState } = props;
  const groups = shownDrift(data.findings, state);
  const areas = AREAS.filter((area) => data.findings.some((finding) => finding.area === area));
  return (
    <>
      <Unread data={data} />
      {areas.length > 1 && (
        <div class="drift-areas">
          <Segmented
            label="Area"
            value={state.area}
            onChange={(area) => onState({ ...state, area }, 'push')}
            segments={(['all', ...areas] as const).map((value) => ({
              value,
              label:
                value === 'all'
                  ? AREA_WORDS.all
                  : `${AREA_WORDS[value]} ${data.findings.filter(({ area }) => area === value).length}`,
            }))}
          />
        </div>
      )}
      {data.findings.length === 0 && data.servers.some(({ error }) => error === '') && (
        <EmptyState title="All is as it is defined">
          <p>
            Rules, targets, metrics, routing and dashboards are those of <code>{data.file}</code>.
          </p>
        </EmptyState>
      )}
      {data.findings.length > 0 && groups.length === 0 && (
        <EmptyState title="No difference matches">
          <button type="button" class="text-button" onClick={() => onState(UNFILTERED, 'push')}>
            Show all {data.findings.length}
          </button>
        </EmptyState>
      )}
      {groups.map(({ area, findings }) => (
        <section key={area} class="drift-group">
          <h2 class="section-title">
            {AREA_WORDS[area]}
            <span class="section-note">{plural(findings.length, 'difference')}</span>
          </h2>
          <ul class="findings">
            {findings.map((finding, index) => (
              <FindingRow key={`${finding.kind}/${finding.title}/${index}`} finding={finding} />
            ))}
          </ul>
        </section>
      ))}
      <Notices data={data} />
    </>
  );
}

/** What could not be compared, so that nobody takes it for well. */
function Unread({ data: { servers, fileError } }: { readonly data: DriftResponse }): JSX.Element {
  const silent = servers.filter(({ error }) => error !== '');
  return (
    <>
      {fileError !== '' && (
        <p class="too-much" role="alert">
          <Icon name="info" />
          <span>
            The file of the definition cannot be read as it is now: {fileError}. Compared is what the station
            was started with.
          </span>
        </p>
      )}
      {silent.map(({ kind, address, error }) => (
        <p key={address} class="too-much" role="alert">
          <Icon name="info" />
          <span>
            {kind} at {address} was not compared: {error}
          </span>
        </p>
      ))}
    </>
  );
}

function Notices({ data: { notices } }: { readonly data: DriftResponse }): JSX.Element | null {
  const hrefOf = useHref();
  if (notices.length === 0) return null;
  return (
    <section class="drift-group">
      <h2 class="section-title">
        As defined, and not well
        <a class="section-note" href={hrefOf({ page: 'doctor', topic: undefined })}>
          Ask the doctor
        </a>
      </h2>
      <ul class="findings">
        {notices.map(({ title, detail }) => (
          <li key={title} class="finding">
            <p class="finding-title">{title}</p>
            <p class="finding-fix">{detail}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
