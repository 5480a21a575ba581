import type { Panel } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { lazyPage } from '../../design/lazy-page.tsx';
import { memo } from '../../design/memo.ts';
import type { MenuItem } from '../../design/popover.tsx';
import { useTimeControl } from '../../navigation/time.tsx';
import { ChartPanel } from '../../panels/panel/panel.tsx';
import type { PanelView } from '../../panels/panel/panel-views.tsx';
import type { ChartMark } from '../../panels/time-series/mark-lines.ts';
import type { ChosenVariables } from '../../panels/variables/fill-query.ts';
import type { PanelDeeds } from './panel-deeds.ts';

/** Loaded with the first dashboard that has log lines. */
const LogPanel = lazyPage(async () => (await import('../logs/panel/log-panel.tsx')).LogPanel);

/** A panel in its place on a dashboard: drawn anew for itself alone. */
export const PanelSlot = memo(function PanelSlot(props: {
  readonly id: string;
  readonly panel: Panel;
  readonly chosen: ChosenVariables;
  readonly marks: readonly ChartMark[];
  readonly view: PanelView;
  readonly isolated: string | undefined;
  readonly isFull: boolean;
  /** Whether the dashboard is of the definition. */
  readonly isDefined: boolean;
  readonly deeds: PanelDeeds;
}): JSX.Element {
  const { id, deeds, isFull } = props;
  const { words, zoom } = useTimeControl();
  const actions: readonly MenuItem[] = [
    { label: 'Explain', icon: 'info', onSelect: () => deeds.explain(id) },
    isFull
      ? { label: 'Back to the dashboard', icon: 'close', onSelect: () => deeds.fill(undefined) }
      : { label: 'Fill the page', icon: 'expand', onSelect: () => deeds.fill(id) },
  ];
  if (props.panel.kind === 'logs') {
    return (
      <LogPanel
        anchor={`panel-${id}`}
        panel={props.panel}
        chosen={props.chosen}
        rangeWords={words}
        actions={actions}
      />
    );
  }
  return (
    <ChartPanel
      anchor={`panel-${id}`}
      panel={props.panel}
      chosen={props.chosen}
      marks={props.marks}
      view={props.view}
      onView={(view) => deeds.view(id, view)}
      isolated={props.isolated}
      onIsolate={(name) => deeds.isolate(id, name)}
      rangeWords={words}
      onZoom={zoom}
      noDataHelp={
        <p>
          {props.isDefined
            ? 'Nothing was measured in this time: see Targets for whether the service is scraped.'
            : 'Nothing was measured in this time.'}
        </p>
      }
      actions={actions}
    />
  );
});
