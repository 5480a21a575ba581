import type { Panel } from '@telltale/station/contract';
import type { RefObject } from 'preact';
import type { PanelData } from '../../data/panel-board.ts';
import { SERIES_COLOURS, createColourAssigner } from '../../design/colours.ts';
import type { MenuItem } from '../../design/popover.tsx';
import { useToast } from '../../design/toast.tsx';
import { formatStretch } from '../../format/times.ts';
import { useHref } from '../../navigation/links.ts';
import { listField, urlCodec } from '../../navigation/url-codec.ts';
import { seriesCsv, valuesCsv } from '../export/csv.ts';
import { download, fileName } from '../export/download.ts';
import { pictureOf } from '../export/picture.ts';
import { latestValues } from '../latest/latest-values.ts';
import { readChartTheme } from '../time-series/chart-theme.ts';
import { usePanelColumns } from './panel-body.tsx';
import { panelQueries, showsPresent } from './panel-queries.ts';
import type { ChosenVariables } from '../variables/fill-query.ts';

/** What Explore is opened with: one query after the other. */
const exploreCodec = urlCodec<{ readonly queries: readonly string[] }>({ queries: listField('q') });

/** What can be done with a panel wherever it stands. */
export function usePanelActions(
  panel: Panel,
  chosen: ChosenVariables,
  data: PanelData | undefined,
  element: RefObject<HTMLElement | null>,
): readonly MenuItem[] {
  const hrefOf = useHref();
  const toast = useToast();
  const columns = usePanelColumns(panel, data);
  if (panel.kind === 'text') return [];
  const queries = panelQueries(panel, chosen)
    .filter(({ offsetMs }) => offsetMs === undefined)
    .map(({ query }) => query);
  const saveCsv = (): void => {
    if (data === undefined || columns === undefined) return;
    const text = showsPresent(panel.kind)
      ? valuesCsv(latestValues(data.answers, panel.title))
      : seriesCsv(columns);
    download(fileName(panel.title, 'csv'), new Blob([text], { type: 'text/csv' }));
  };
  const savePicture = async (): Promise<void> => {
    if (element.current === null || data === undefined || columns === undefined) return;
    const lineOf = createColourAssigner();
    const theme = readChartTheme(element.current);
    const picture = await pictureOf(element.current, {
      title: panel.title,
      stretch: formatStretch(data.window.startMs, data.window.endMs, data.window.endMs),
      names: columns.series.map(({ name }) => ({
        name,
        colour: theme.series[lineOf(name) % SERIES_COLOURS],
      })),
    });
    if (picture === undefined)
      toast({ text: 'This panel has no chart to make a picture of', tone: 'failed' });
    else download(fileName(panel.title, 'png'), picture);
  };
  const isChart = panel.kind === 'timeseries' || panel.kind === 'heatmap';
  const nothing = data === undefined ? { disabledBecause: 'There is no data yet' } : {};
  return [
    {
      label: 'Open in Explore',
      icon: 'explore',
      href: hrefOf({ page: 'explore' }, exploreCodec, { queries }),
    },
    { label: 'Download as CSV', icon: 'download', onSelect: saveCsv, ...nothing },
    ...(isChart
      ? [
          {
            label: 'Download as PNG',
            icon: 'download' as const,
            onSelect: () => void savePicture(),
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
