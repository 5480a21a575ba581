import type { Dashboard, Panel } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from '../../design/icon.tsx';

/** Panels of one row, or those before the first. */
export interface PanelRow {
  readonly title: string;
  readonly panels: readonly { readonly id: string; readonly panel: Panel }[];
}

/** The panels of a dashboard in their rows. Panels go by their place. */
export function rowsOf({ panels }: Pick<Dashboard, 'panels'>): readonly PanelRow[] {
  const rows: { title: string; panels: { id: string; panel: Panel }[] }[] = [];
  panels.forEach((panel, i) => {
    const title = panel.row ?? '';
    const last = rows.at(-1);
    const row = last?.title === title ? last : { title, panels: [] };
    if (row !== last) rows.push(row);
    row.panels.push({ id: String(i), panel });
  });
  return rows;
}

/** A row: its figures side by side, then its charts. */
export function Row(props: {
  readonly row: PanelRow;
  readonly isFolded: boolean;
  readonly onFold: (isFolded: boolean) => void;
  readonly render: (id: string, panel: Panel) => JSX.Element;
}): JSX.Element {
  const { row, isFolded } = props;
  const bodyId = useId();
  const panels = row.panels.map(({ id, panel }) => props.render(id, panel));
  if (row.title === '') {
    return (
      <section aria-labelledby={bodyId}>
        <h2 id={bodyId} class="visually-hidden">
          Panels
        </h2>
        <div class="panel-grid">{panels}</div>
      </section>
    );
  }
  return (
    <section class="panel-row">
      <h2 class="section-title">
        <button
          type="button"
          class="fold"
          aria-expanded={!isFolded}
          aria-controls={bodyId}
          onClick={() => props.onFold(!isFolded)}
        >
          <Icon name="chevron" />
          {row.title}
        </button>
      </h2>
      <div id={bodyId} hidden={isFolded}>
        {!isFolded && <div class="panel-grid">{panels}</div>}
      </div>
    </section>
  );
}
