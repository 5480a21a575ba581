import type { RedFigures, ServiceMapResponse, ServiceNode } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { Icon } from '../../design/icon.tsx';
import { NO_VALUE, formatValue } from '../../format/units.ts';
import { useHref } from '../../navigation/links.ts';
import { useUrlState } from '../../navigation/url-state.ts';
import { lineOf } from '../../format/printable.ts';
import { searchCodec } from '../traces/search/view-state.ts';
import { redWords } from './red.ts';
import { mapCodec } from './view-state.ts';

/** A service of the map, or a way from it to another: figures, neighbours, and where to look further. */
export function MapDetails(props: {
  readonly map: ServiceMapResponse;
  readonly node: ServiceNode;
  readonly callee: string | undefined;
  readonly onClose: () => void;
}): JSX.Element {
  const { map, node, callee } = props;
  const { service } = node;
  const edge = map.edges.find((one) => one.caller === service && one.callee === callee);
  const seenAs = edge ? map.nodes.find((one) => one.service === edge.callee && !one.isPeer) : node;
  return (
    <aside class="card map-details" aria-label={edge ? 'Calls' : 'Service'}>
      <header class="map-details-head">
        <h2 class="map-details-title">
          {lineOf(service)}
          {edge && ` → ${lineOf(edge.callee)}`}
        </h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={props.onClose}>
          <Icon name="close" />
        </button>
      </header>
      {node.isPeer && !edge && (
        <p class="section-note">
          It sends no spans itself, such as a database: this is what its callers see.
        </p>
      )}
      <Figures red={edge ?? node} durationMs={(edge ?? node).durationMs} />
      <Ways
        service={node.isPeer ? undefined : service}
        traced={edge ? (seenAs?.service ?? service) : service}
      />
      {!edge && <Neighbours map={map} service={service} />}
    </aside>
  );
}

function Figures(props: {
  readonly red: RedFigures;
  readonly durationMs: { readonly mean: number | null; readonly p95: number | null };
}): JSX.Element {
  const { red, durationMs } = props;
  const inMs = (ms: number | null): string => (ms === null ? NO_VALUE : formatValue('seconds', ms / 1000));
  return (
    <dl class="facts">
      {[
        ['Rate', formatValue('per_second', red.ratePerSecond)],
        ['Errors', formatValue('ratio', red.errorShare)],
        ['Mean', inMs(durationMs.mean)],
        ['p95', inMs(durationMs.p95)],
        ['Calls', formatValue('', red.calls)],
      ].map(([name, value]) => (
        <div class="fact" key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Where to look further; peers have no page, and their spans are those of their callers. */
function Ways(props: { readonly service: string | undefined; readonly traced: string }): JSX.Element {
  const hrefOf = useHref();
  const search = searchCodec.parse(new URLSearchParams());
  const tracesOf = (more: { readonly status: 'all' | 'error' }): string =>
    hrefOf({ page: 'traces', id: undefined }, searchCodec, { ...search, service: props.traced, ...more });
  return (
    <p class="map-ways">
      {props.service !== undefined && (
        <>
          <a class="button" href={tracesOf({ status: 'all' })}>
            Traces
          </a>
          <a class="button" href={tracesOf({ status: 'error' })}>
            With errors
          </a>
          <a class="button" href={hrefOf({ page: 'service', service: props.service })}>
            Service
          </a>
        </>
      )}
    </p>
  );
}

function Neighbours(props: { readonly map: ServiceMapResponse; readonly service: string }): JSX.Element {
  const [state, setState] = useUrlState(mapCodec);
  const { map, service } = props;
  const lists = [
    ['Called by', map.edges.filter(({ callee }) => callee === service)],
    ['Calls', map.edges.filter(({ caller }) => caller === service)],
  ] as const;
  return (
    <>
      {lists.map(([title, edges]) => (
        <section key={title}>
          <h3 class="section-note">{title}</h3>
          {edges.length === 0 && <p class="section-note">None</p>}
          <ul class="map-neighbours">
            {edges.map(({ caller, callee, durationMs, ...red }) => (
              <li key={caller + callee}>
                <button
                  type="button"
                  class="text-button"
                  onClick={() => setState({ ...state, service: caller, callee }, 'push')}
                >
                  {lineOf(title === 'Calls' ? callee : caller)}
                </button>
                <span class="section-note">{redWords(red, durationMs.p95)}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
