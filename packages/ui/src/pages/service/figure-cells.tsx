import type { ServiceView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { usePanelData } from '../../data/station-context.ts';
import { useVisible } from '../../data/use-visible.ts';
import { Icon } from '../../design/icon.tsx';
import { formatParts, formatValue } from '../../format/units.ts';
import { Sparkline } from '../../panels/stat/sparkline.tsx';
import { figureQueries, readFigure, requestFigures } from './service-figures.ts';
import type { FigureReading, NamedFigure } from './service-figures.ts';

/** Rate, errors and durations of a service side by side. Those on screen are asked for in one request. */
export function FigureCells({ service }: { readonly service: ServiceView }): JSX.Element {
  const element = useRef<HTMLDListElement>(null);
  const figures = useMemo(() => requestFigures(service), [service]);
  const queries = useMemo(() => figureQueries(figures), [figures]);
  const data = usePanelData(queries, useVisible(element));
  return (
    <dl class="figures" ref={element} aria-busy={data === undefined && figures.length > 0}>
      {figures.length === 0 && (
        <div class="figures-none">
          <dt>No requests</dt>
          <dd>None of its metrics counts requests by a name in common use.</dd>
        </div>
      )}
      {figures.map((one) => (
        <FigureCell key={one.key} named={one} reading={readFigure(one, data)} />
      ))}
    </dl>
  );
}

function FigureCell(props: { readonly named: NamedFigure; readonly reading: FigureReading }): JSX.Element {
  const { figure, title } = props.named;
  const { now, values, isOver } = props.reading;
  const parts = formatParts(figure.unit, now);
  return (
    <div class={isOver ? 'figure is-over' : 'figure'}>
      <dt>{title}</dt>
      <dd>
        <span class="figure-value">
          {isOver && <Icon name="firing" />}
          {parts.number}
          <span class="figure-unit">{parts.unit}</span>
        </span>
        {figure.threshold !== undefined && (
          <span class="figure-note">
            {isOver ? 'above' : 'limit'} {formatValue(figure.unit, figure.threshold)}
          </span>
        )}
        <Sparkline values={values} />
      </dd>
    </div>
  );
}
