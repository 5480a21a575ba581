import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { PanelData } from '../../../data/panel-board.ts';
import { usePanelData } from '../../../data/station-context.ts';
import { useVisible } from '../../../data/use-visible.ts';
import { Icon } from '../../../design/icon.tsx';
import { formatParts, formatValue } from '../../../format/units.ts';
import { useHref } from '../../../navigation/links.ts';
import { listField, urlCodec } from '../../../navigation/url-codec.ts';
import { Sparkline } from '../../../panels/stat/sparkline.tsx';
import { FIGURE_GROUPS, readOwnFigure } from './own-figure-list.ts';
import type { FigureGroup, OwnFigure } from './own-figure-list.ts';

/** The part of Explore's address that says what is asked. */
const queryCodec = urlCodec({ queries: listField('q') });

/** What the station says of itself, each figure with its course and the limit at which it is bad. */
export function OwnFigures({ isRemote }: { readonly isRemote: boolean }): JSX.Element {
  return (
    <>
      {isRemote && (
        <p class="too-much" role="status">
          <Icon name="info" />
          <span>
            The figures below are those of the job <code>telltale</code> on the other server: have it scrape{' '}
            <code>/metrics</code> of this station.
          </span>
        </p>
      )}
      {FIGURE_GROUPS.map((group) => (
        <Group key={group.title} group={group} />
      ))}
    </>
  );
}

function Group({ group }: { readonly group: FigureGroup }): JSX.Element {
  const element = useRef<HTMLUListElement>(null);
  const queries = useMemo(() => group.figures.map(({ query }) => ({ query, legend: '' })), [group]);
  const data = usePanelData(queries, useVisible(element));
  return (
    <section class="status-section">
      <h2 class="section-title">{group.title}</h2>
      <ul class="own-figures" ref={element} aria-busy={data === undefined}>
        {group.figures.map((figure) => (
          <Figure key={figure.title} figure={figure} data={data} />
        ))}
      </ul>
      {data !== undefined && data.errors.length > 0 && (
        <p class="target-error" role="alert">
          {data.errors[0]}
        </p>
      )}
    </section>
  );
}

function Figure(props: { readonly figure: OwnFigure; readonly data: PanelData | undefined }): JSX.Element {
  const { figure } = props;
  const hrefOf = useHref();
  const { values, now, isBad } = readOwnFigure(figure, props.data);
  const parts = formatParts(figure.unit, now);
  return (
    <li class={isBad ? 'own-figure is-bad' : 'own-figure'}>
      <a
        class="own-figure-title"
        href={hrefOf({ page: 'explore' }, queryCodec, { queries: [figure.query] })}
        title="Open in Explore"
      >
        {figure.title}
      </a>
      <p class="own-figure-value">
        {isBad && <Icon name="firing" />}
        {parts.number}
        <span class="own-figure-unit">{parts.unit}</span>
      </p>
      <p class="own-figure-note">{noteOf(figure, now, isBad)}</p>
      <Sparkline values={values} />
    </li>
  );
}

function noteOf({ limit, unit, advice = '' }: OwnFigure, now: number | null, isBad: boolean): string {
  if (isBad) return advice;
  if (now === null) return 'nothing of it yet';
  if (limit === undefined) return '';
  return limit === 0 ? 'as it should be' : `bad above ${formatValue(unit, limit)}`;
}
