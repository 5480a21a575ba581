import type { StatusResponse } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useNow, useResource, useStation } from '../../data/station-context.ts';
import { ErrorState } from '../../design/error-state.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { formatShortSpan } from '../../format/ages.ts';
import { useCommands } from '../../navigation/commands.tsx';
import { useKeys } from '../../navigation/keys.tsx';
import { useHref } from '../../navigation/links.ts';
import { useUrlState } from '../../navigation/url-state.ts';
import { CardinalityView } from './cardinality/cardinality-view.tsx';
import { ConfigurationView } from './configuration/configuration-view.tsx';
import { HealthView } from './health/health-view.tsx';
import { QueriesView } from './queries/queries-view.tsx';
import './status.css';
import { SignedIn } from './signed-in.tsx';
import { StorageView } from './storage/storage-view.tsx';
import { STATUS_VIEWS, statusCodec } from './view-state.ts';
import type { StatusState, StatusView } from './view-state.ts';

const VIEW_WORDS: Readonly<Record<StatusView, string>> = {
  health: 'Health',
  storage: 'Storage',
  cardinality: 'Cardinality',
  queries: 'Slow queries',
  configuration: 'Configuration',
};

/** How the station itself does, and what it goes by. */
export function StatusPage(): JSX.Element {
  const { status } = useStation();
  const { data, error } = useResource(status);
  const [state, setState] = useUrlState(statusCodec);
  const hrefOf = useHref();
  const show = (view: StatusView): void => setState({ ...state, view }, 'push');
  useKeys(
    STATUS_VIEWS.map((view, index) => ({
      keys: String(index + 1),
      title: VIEW_WORDS[view],
      group: 'This page',
      run: () => show(view),
    })),
  );
  useCommands('Status', () =>
    STATUS_VIEWS.map((view) => ({
      id: `status:${view}`,
      title: VIEW_WORDS[view],
      href: hrefOf({ page: 'status' }, statusCodec, { view, file: '', search: '' }),
    })),
  );
  return (
    <>
      <PageHead title="Status" summary={<Summary status={data} />}>
        <SignedIn />
      </PageHead>
      {data === undefined && error === '' && <Skeleton label="Loading the status" lines={6} />}
      {data === undefined && error !== '' && (
        <ErrorState
          title="The station does not say how it does"
          error={error}
          onRetry={() => status.refresh()}
        />
      )}
      {data !== undefined && (
        <Tabs
          label="Parts of the status"
          value={state.view}
          onChange={show}
          tabs={STATUS_VIEWS.map((value) => ({ value, label: VIEW_WORDS[value] }))}
        >
          <View status={data} state={state} onState={setState} />
        </Tabs>
      )}
    </>
  );
}

function Summary({ status }: { readonly status: StatusResponse | undefined }): JSX.Element {
  const now = useNow();
  if (status === undefined) return <>The station itself.</>;
  const { version, startedAtMs, remote } = status;
  const where = remote === null ? 'own storage' : `reads from ${remote.host}`;
  return (
    <>
      Telltale {version}, up {formatShortSpan(now - startedAtMs)}, {where}
    </>
  );
}

function View(props: {
  readonly status: StatusResponse;
  readonly state: StatusState;
  readonly onState: (state: StatusState, mode: 'push' | 'replace') => void;
}): JSX.Element {
  const { status, state, onState } = props;
  switch (state.view) {
    case 'health':
      return <HealthView status={status} />;
    case 'storage':
      return <StorageView remote={status.remote} />;
    case 'cardinality':
      return <CardinalityView remote={status.remote} />;
    case 'queries':
      return <QueriesView />;
    case 'configuration':
      return <ConfigurationView status={status} state={state} onState={onState} />;
  }
}
