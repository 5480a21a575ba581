import type { ServiceFigure, ServiceView } from '@telltale/station/contract';
import { alignColumns, presentValue } from '../../data/aligned-columns.ts';
import type { BoardQuery } from '../../data/board-query.ts';
import type { PanelData } from '../../data/panel-board.ts';
import { toOneNumber } from '../../panels/stat/one-number.ts';

type FigureKey = 'rate' | 'errors' | 'p50' | 'p95' | 'p99' | 'cpu' | 'memory' | 'connections';

/** A figure of a service that it has. */
export interface NamedFigure {
  readonly key: FigureKey;
  readonly title: string;
  readonly figure: ServiceFigure;
}

/** What a figure is now, and how it went. */
export interface FigureReading {
  readonly values: readonly (number | null)[];
  /** `null` without a present value. */
  readonly now: number | null;
  readonly isOver: boolean;
}

const REQUEST_FIGURES: readonly (readonly [key: FigureKey, title: string])[] = [
  ['rate', 'Rate'],
  ['errors', 'Errors'],
  ['p50', 'p50'],
  ['p95', 'p95'],
  ['p99', 'p99'],
];

const TILE_FIGURES: readonly (readonly [key: FigureKey, title: string])[] = [
  ['rate', 'RPS'],
  ['p95', 'P95'],
  ['errors', 'Errors'],
  ['cpu', 'CPU'],
  ['memory', 'Memory'],
  ['connections', 'Connections'],
];

/** Rate, errors and durations, as far as the service has them. */
export function requestFigures(service: ServiceView): readonly NamedFigure[] {
  return present(service, REQUEST_FIGURES);
}

/** How the service performs, and what it takes. */
export function tileFigures(service: ServiceView): readonly NamedFigure[] {
  return present(service, TILE_FIGURES);
}

/** The queries of figures, each a line without a name. */
export function figureQueries(figures: readonly NamedFigure[]): readonly BoardQuery[] {
  return figures.map(({ figure }) => ({ query: figure.query, legend: '' }));
}

/** A figure as the answers of the station tell it; several series are made one. */
export function readFigure({ figure, title }: NamedFigure, data: PanelData | undefined): FigureReading {
  const answer = data?.answers.find(({ query }) => query === figure.query);
  if (data === undefined || answer === undefined) return { values: [], now: null, isOver: false };
  const { values } = toOneNumber(alignColumns([answer], data.window, title, Infinity), figure.unit);
  const now = presentValue(values);
  return { values, now, isOver: now !== null && figure.threshold !== undefined && now > figure.threshold };
}

function present(
  service: ServiceView,
  names: readonly (readonly [key: FigureKey, title: string])[],
): readonly NamedFigure[] {
  return names.flatMap(([key, title]) => {
    const figure = service[key];
    return figure === undefined ? [] : [{ key, title, figure }];
  });
}
