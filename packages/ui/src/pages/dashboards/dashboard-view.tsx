import type { Annotation, Dashboard, Panel } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { useRemote, useStation } from '../../data/station-context.ts';
import { usePageLoad } from '../../data/use-page-load.ts';
import { boundsOf } from '../../data/time-range.ts';
import { Drawer } from '../../design/drawer.tsx';
import { LinkedText } from '../../design/linked-text.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { Time } from '../../design/time.tsx';
import { withEntry, withMember } from '../../navigation/changed-copies.ts';
import { useAnchor } from '../../navigation/use-anchor.ts';
import { useDrawer } from '../../navigation/drawer-state.ts';
import { useKeys } from '../../navigation/keys.tsx';
import { useOwnTime, useTimeControl } from '../../navigation/time.tsx';
import { useUrlState } from '../../navigation/url-state.ts';
import type { ChosenVariables } from '../../panels/variables/fill-query.ts';
import { Row, rowsOf } from './dashboard-grid.tsx';
import { EventTrack } from './event-track.tsx';
import { ExplainPanel } from './explain-panel.tsx';
import { PanelSlot } from './panel-slot.tsx';
import { usePanelDeeds } from './panel-deeds.ts';
import { DashboardCode } from './tools/code-drawer.tsx';
import { DashboardTools } from './tools/dashboard-tools.tsx';
import { writtenContent } from './editor/written-content.ts';
import { useVariables } from './use-variables.ts';
import { VariableBar } from './variable-bar.tsx';
import { dashboardCodec } from './view-state.ts';

const ORIGINS: Readonly<Record<Dashboard['origin'], string>> = {
  definition: 'from your definition',
  saved: 'saved here',
  host: 'this machine',
  station: 'the station itself',
  scraped: 'generated from what was scraped',
};

/** Where it came from, unless its title says so. */
function summaryOf({ origin, title }: Dashboard): string | undefined {
  const words = ORIGINS[origin];
  return words.toLowerCase() === title.toLowerCase() ? undefined : words;
}

/** One dashboard with its choices, what happened, and its panels. */
export function DashboardView({ dashboard }: { readonly dashboard: Dashboard }): JSX.Element {
  const [state, setState] = useUrlState(dashboardCodec);
  useOwnTime(dashboard);
  const drawer = useDrawer();
  const { states, error, chosen } = useVariables(dashboard.variables, state.variables);
  const { annotations, marks } = useEvents(state.hidden);
  usePageLoad('dashboard');
  useAnchor();
  const full = state.full === undefined ? undefined : dashboard.panels[Number(state.full)];
  const deeds = usePanelDeeds(state, setState, (id) => drawer.show('panel', id));
  useEscape(full !== undefined, () => deeds.fill(undefined));
  const panelOf = (id: string, panel: Panel): JSX.Element => (
    <PanelSlot
      key={id}
      id={id}
      panel={panel}
      chosen={chosen}
      marks={marks}
      view={state.views.get(id) ?? 'chart'}
      isolated={state.isolated.get(id)}
      isFull={full !== undefined}
      isDefined={dashboard.origin === 'definition'}
      deeds={deeds}
    />
  );
  return (
    <>
      <PageHead title={dashboard.title} summary={summaryOf(dashboard)}>
        <DashboardTools dashboard={dashboard} />
      </PageHead>
      <VariableBar
        states={states}
        error={error}
        onChoose={(name, values) =>
          setState({ ...state, variables: withEntry(state.variables, name, values) }, 'push')
        }
      />
      <EventTrack
        annotations={annotations}
        hidden={state.hidden}
        onHidden={(hidden) => setState({ ...state, hidden }, 'replace')}
        onShow={(id) => drawer.show('event', id)}
      />
      {full !== undefined && state.full !== undefined ? (
        <div class="panel-full">{panelOf(state.full, full)}</div>
      ) : (
        rowsOf(dashboard).map((row) => (
          <Row
            key={row.title}
            row={row}
            isFolded={state.folded.includes(row.title)}
            onFold={(isFolded) =>
              setState({ ...state, folded: withMember(state.folded, row.title, isFolded) }, 'replace')
            }
            render={panelOf}
          />
        ))
      )}
      <DashboardDrawer dashboard={dashboard} chosen={chosen} annotations={annotations} />
    </>
  );
}

/** What happened in the time that is shown, and what of it is drawn. */
function useEvents(hidden: readonly string[]): {
  readonly annotations: readonly Annotation[];
  readonly marks: readonly Annotation[];
} {
  const { range } = useTimeControl();
  const { nowMs } = useStation();
  const { data } = useRemote(
    ['annotations', range],
    (api, signal) => api.dashboards.annotations(boundsOf(range, nowMs()), signal),
    { keepsPrevious: true, on: ['annotations', 'alerts', 'targets'] },
  );
  const marks = useMemo(
    () => (data?.annotations ?? []).filter(({ kind }) => !hidden.includes(kind)),
    [data, hidden.join()],
  );
  return { annotations: data?.annotations ?? [], marks };
}

/** Binds Escape to the way back while a panel fills the page. */
function useEscape(isFull: boolean, run: () => void): void {
  const binding = { keys: 'Escape', title: 'Back to the dashboard', group: 'This page', run };
  useKeys(isFull ? [binding] : []);
}

/** What is opened of a dashboard: where a panel comes from, or what happened. */
function DashboardDrawer(props: {
  readonly dashboard: Dashboard;
  readonly chosen: ChosenVariables;
  readonly annotations: readonly Annotation[];
}): JSX.Element | null {
  const { shown, close } = useDrawer();
  if (shown?.kind === 'panel') {
    const panel = props.dashboard.panels[Number(shown.id)];
    if (panel === undefined) return null;
    return (
      <Drawer title={panel.title} onClose={close}>
        <ExplainPanel panel={panel} chosen={props.chosen} />
      </Drawer>
    );
  }
  if (shown?.kind === 'code') {
    return <DashboardCode content={writtenContent(props.dashboard)} onClose={close} />;
  }
  const event = props.annotations.find(({ id }) => shown?.kind === 'event' && id === shown.id);
  if (event === undefined) return null;
  return (
    <Drawer title={event.title} onClose={close}>
      <p>
        <Time atMs={event.atMs} as="both" />
      </p>
      <p>
        <LinkedText text={event.text} />
      </p>
      {event.link !== undefined && <a href={event.link}>More about it</a>}
    </Drawer>
  );
}
