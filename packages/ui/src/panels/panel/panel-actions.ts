import type { Panel } from '@telltale/station/contract';
import type { RefObject } from 'preact';
import type { PanelData } from '../../data/panel-board.ts';
import { SERIES_COLOURS, createColourAssigner } from '../../design/colours.ts';
import type { MenuItem } from '../../design/popover.tsx';
import { useToast } from '../../design/toast.tsx';
import { formatStretch } from '../../format/times.ts';
import { useHref } from '../../navigation/links.ts';
import type { HrefOf } from '../../navigation/links.ts';
import { listField, textField, urlCodec } from '../../navigation/url-codec.ts';
import { seriesCsv, valuesCsv } from '../export/csv.ts';
import { download, fileName } from '../export/download.ts';
import { pictureOf } from '../export/picture.ts';
import { latestValues } from '../latest/latest-values.ts';
import { readChartTheme } from '../time-series/chart-theme.ts';
import { panelColumns } from './panel-body.tsx';
import { panelQueries, showsPresent } from './panel-queries.ts';
import type { ChosenVariables } from '../variables/fill-query.ts';

/** What Explore is opened with: one query after the other. */
const exploreCodec = urlCodec<{ readonly queries: readonly string[] }>({ queries: listField('q') });

/** The part of the address of traces that says whose they are. */
const tracesCodec = urlCodec<{ readonly service: string }>({ service: textField('service') });

/** The moment that a story is opened with. */
const momentCodec = urlCodec<{ readonly at: string }>({ at: textField('at') });

/** Makes the list of what can be done with a panel wherever it stands: when somebody wants to see it. */
export function usePanelActions(
  panel: Panel,
  chosen: ChosenVariables,
  data: PanelData | undefined,
  element: RefObject<HTMLElement | null>,
): () => readonly MenuItem[] {
  const hrefOf = useHref();
  const toast = useToast();
  return () => panelActions({ panel, chosen, data, element, hrefOf, toast });
}

interface Acting {
  readonly panel: Panel;
  readonly chosen: ChosenVariables;
  readonly data: PanelData | undefined;
  readonly element: RefObject<HTMLElement | null>;
  readonly hrefOf: HrefOf;
  readonly toast: ReturnType<typeof useToast>;
}

function panelActions(acting: Acting): readonly MenuItem[] {
  const { panel, chosen, data, hrefOf } = acting;
  if (panel.kind === 'text') return [];
  const queries = panelQueries(panel, chosen)
    .filter(({ offsetMs }) => offsetMs === undefined)
    .map(({ query }) => query);
  const isChart = panel.kind === 'timeseries' || panel.kind === 'heatmap';
  const nothing = data === undefined ? { disabledBecause: 'There is no data yet' } : {};
  return [
    {
      label: 'Open in Explore',
      icon: 'explore',
      href: hrefOf({ page: 'explore' }, exploreCodec, { queries }),
    },
    ...storyOf(acting, queries.at(0)),
    {
      label: 'Traces of this time',
      icon: 'traces',
      href: hrefOf({ page: 'traces', id: undefined }, tracesCodec, { service: serviceOf(chosen) }),
    },
    { label: 'Download as CSV', icon: 'download', onSelect: () => saveCsv(acting), ...nothing },
    ...(isChart
      ? [
          {
            label: 'Download as PNG',
            icon: 'download' as const,
            onSelect: () => void savePicture(acting),
            ...nothing,
          },
        ]
      : []),
    ...(panel.links ?? []).map(({ title, url }, i): MenuItem => ({
      label: title,
      icon: 'link',
      href: url,
      ...(i === 0 && { heading: 'Links' }),
    })),
  ];
}

/** What happened around the newest moment that it shows. */
function storyOf({ data, hrefOf }: Acting, query: string | undefined): readonly MenuItem[] {
  if (query === undefined || data === undefined) return [];
  const at = new Date(data.window.endMs).toISOString();
  const href = hrefOf({ page: 'story', key: `query:${query}` }, momentCodec, { at });
  return [{ label: 'What happened then', icon: 'story', href }];
}

/** The one service that is chosen; empty where there are several, or none. */
function serviceOf(chosen: ChosenVariables): string {
  const value = chosen.get('service');
  if (value?.kind === 'text') return value.text;
  return value?.kind === 'values' && value.values.length === 1 ? value.values[0] : '';
}

function saveCsv({ panel, data }: Acting): void {
  if (data === undefined) return;
  const text = showsPresent(panel.kind)
    ? valuesCsv(latestValues(data.answers, panel.title))
    : seriesCsv(panelColumns(panel, data));
  download(fileName(panel.title, 'csv'), new Blob([text], { type: 'text/csv' }));
}

async function savePicture({ panel, data, element, toast }: Acting): Promise<void> {
  if (element.current === null || data === undefined) return;
  const lineOf = createColourAssigner();
  const theme = readChartTheme();
  const picture = await pictureOf(element.current, {
    title: panel.title,
    stretch: formatStretch(data.window.startMs, data.window.endMs, data.window.endMs),
    names: panelColumns(panel, data).series.map(({ name }) => ({
      name,
      colour: theme.series[lineOf(name) % SERIES_COLOURS],
    })),
  });
  if (picture === undefined) toast({ text: 'This panel has no chart to make a picture of', tone: 'failed' });
  else download(fileName(panel.title, 'png'), picture);
}
