import type { Panel } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useCallback, useId, useMemo, useRef } from 'preact/hooks';
import { usePanelData } from '../../data/station-context.ts';
import { useVisible } from '../../data/use-visible.ts';
import { DataAge } from '../../design/data-age.tsx';
import { Icon } from '../../design/icon.tsx';
import { memo } from '../../design/memo.ts';
import { Menu } from '../../design/popover.tsx';
import type { MenuItem } from '../../design/popover.tsx';
import { formatValue, isPrintedUnit } from '../../format/units.ts';
import { useExemplars } from '../exemplars/use-exemplars.ts';
import type { PanelExemplars } from '../exemplars/use-exemplars.ts';
import { Stat } from '../stat/stat.tsx';
import type { ChosenVariables } from '../variables/fill-query.ts';
import { usePanelActions } from './panel-actions.ts';
import { PanelBody, usePanelColumns } from './panel-body.tsx';
import type { PanelBodyProps } from './panel-body.tsx';
import { panelQueries } from './panel-queries.ts';
import { PANEL_VIEWS, PanelViews } from './panel-views.tsx';
import type { PanelView } from './panel-views.tsx';
import { sizeClass } from './panel-size.ts';
import { QueryText } from './query-text.tsx';

/** What the page knows about a panel and the panel does not. */
export interface PanelProps extends Omit<PanelBodyProps, 'data'> {
  readonly onView: (view: PanelView) => void;
  /** Values of the variables in its queries. */
  readonly chosen?: ChosenVariables;
  /** Id that links lead to. */
  readonly anchor?: string;
  /** What the page can do with it: shown before what every panel can. */
  readonly actions?: readonly MenuItem[];
}

const NOTHING_CHOSEN: ChosenVariables = new Map();

/** A panel of any kind, in one of its views. It asks for data only while it is on screen. */
export function ChartPanel(props: PanelProps): JSX.Element {
  const { panel, view, chosen = NOTHING_CHOSEN } = props;
  const titleId = useId();
  const element = useRef<HTMLElement>(null);
  const queries = useMemo(() => panelQueries(panel, chosen), [panel, chosen]);
  const isVisible = useVisible(element);
  const data = usePanelData(queries, isVisible);
  const exemplars = useExemplars(panel, queries, isVisible);
  const actions = usePanelActions(panel, chosen, data, element);
  const items = useNewest(() => [
    ...(props.actions ?? []),
    ...viewItems(props),
    ...exemplarItems(exemplars),
    ...actions(),
  ]);
  const hasItems = panel.kind !== 'text' || (props.actions ?? []).length > 0;
  return (
    <article
      class={`panel is-${panel.kind}${sizeClass(panel)}`}
      id={props.anchor}
      ref={element}
      aria-labelledby={titleId}
    >
      <header class="panel-head">
        <div class="panel-titles">
          <h3 id={titleId} class="panel-title" title={panel.description}>
            {panel.title}
          </h3>
          {!isPrintedUnit(panel.unit) && <span class="panel-unit">{panel.unit}</span>}
          <PanelThresholds panel={panel} />
        </div>
        <DataAge atMs={data?.atMs} />
        {panel.kind !== 'text' && <PanelViews title={panel.title} view={view} onView={props.onView} />}
        {hasItems && <PanelMenu title={panel.title} items={items} />}
      </header>
      {view === 'query' ? (
        <QueryText panel={panel} />
      ) : (
        <PanelBody {...props} data={data} exemplars={exemplars.exemplars} />
      )}
    </article>
  );
}

const PanelMenu = memo(function PanelMenu(props: {
  readonly title: string;
  readonly items: () => readonly MenuItem[];
}): JSX.Element {
  return <Menu label={<Icon name="more" />} name={`More about ${props.title}`} items={props.items} />;
});

/** A function that stays the same and does what the newest one does: for parts that are not drawn anew. */
function useNewest<T>(run: () => T): () => T {
  const newest = useRef(run);
  newest.current = run;
  return useCallback(() => newest.current(), []);
}

/** The views once more, for panels that have no room for their buttons. */
function viewItems({ panel, view, onView }: PanelProps): readonly MenuItem[] {
  if (panel.kind === 'text') return [];
  return PANEL_VIEWS.map((one) => ({
    label: `View as ${one}`,
    icon: one,
    isChecked: one === view,
    onSelect: () => onView(one),
  }));
}

/** Shows or hides the exemplars of all charts. */
function exemplarItems({ canShow, isShown, toggle }: PanelExemplars): readonly MenuItem[] {
  return canShow
    ? [{ label: 'Exemplars on this page', icon: 'traces', isChecked: isShown, onSelect: toggle }]
    : [];
}

/** Values at which alerts fire, the worst last. */
function PanelThresholds({ panel }: { readonly panel: Panel }): JSX.Element {
  return (
    <>
      {(panel.thresholds ?? []).map(({ value, severity, alert, isBad }) => (
        <span
          key={`${severity} ${value}`}
          class={`panel-threshold is-${severity}`}
          title={`${alert ?? severity}: ${isBad} ${formatValue(panel.unit, value)}`}
        >
          {formatValue(panel.unit, value)}
        </span>
      ))}
    </>
  );
}

/** A number of a dashboard as a tile. */
export function StatPanel(props: { readonly panel: Panel; readonly chosen?: ChosenVariables }): JSX.Element {
  const { panel, chosen = NOTHING_CHOSEN } = props;
  const element = useRef<HTMLDivElement>(null);
  const queries = useMemo(() => panelQueries(panel, chosen), [panel, chosen]);
  const data = usePanelData(queries, useVisible(element));
  const columns = usePanelColumns(panel, data);
  const error = data?.errors[0];
  return (
    <div class="tile" ref={element} role="group" aria-label={panel.title} aria-busy={data === undefined}>
      <Stat
        title={panel.title}
        unit={panel.unit}
        thresholds={panel.thresholds}
        columns={columns ?? { times: [], series: [], omitted: 0 }}
      />
      {error !== undefined && <p class="panel-error">{error}</p>}
    </div>
  );
}
