import type { ServiceCalls, ServiceMapResponse, ServiceNode } from '@telltale/station/contract';
import type { JSX, SVGAttributes } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { useUrlState } from '../../navigation/url-state.ts';
import { lineOf } from '../../format/printable.ts';
import { layOut } from './layout.ts';
import type { Place } from './layout.ts';
import { redWords, toneOf } from './red.ts';
import { mapCodec } from './view-state.ts';

const NODE = { width: 216, height: 52 };
const STEP = { x: 440, y: 84 };
const MARGIN = 24;
const ZOOM = { least: 0.3, most: 4, step: 1.25 };
const NAME_LETTERS = 26;
/** Less is a click. */
const DRAG_PX = 4;

/** Services as boxes, calls as lines from left to right. Arrow keys go from box to box, Enter shows more of one. */
export function MapPicture({ map }: { readonly map: ServiceMapResponse }): JSX.Element {
  const [state, setState] = useUrlState(mapCodec);
  const { nodes, edges } = map;
  const shape = JSON.stringify([
    nodes.map(({ service }) => service),
    edges.map(({ caller, callee }) => [caller, callee]),
  ]);
  const layout = useMemo(
    () =>
      layOut(
        nodes.map(({ service }) => service),
        edges.map(({ caller, callee }) => ({ from: caller, to: callee })),
      ),
    [shape],
  );
  const [focused, setFocused] = useState(state.service ?? nodes[0].service);
  const picture = useRef<SVGSVGElement>(null);
  const width = layout.columns * STEP.x - (STEP.x - NODE.width) + 2 * MARGIN;
  const height = layout.rows * STEP.y - (STEP.y - NODE.height) + 2 * MARGIN;
  const zoom = Math.min(ZOOM.most, Math.max(ZOOM.least, state.zoom));
  const zoomBy = (factor: number): void =>
    setState({ ...state, zoom: Number((zoom * factor).toFixed(3)) }, 'replace');
  const panning = usePanning(width / zoom);
  const select = (service: string, callee?: string): void => setState({ ...state, service, callee }, 'push');
  const reachable = layout.places.has(focused) ? focused : nodes[0].service;
  const move = (direction: string): void => {
    const next = nodeTowards(direction, reachable, layout.places);
    if (next === undefined) return;
    setFocused(next);
    picture.current?.querySelector<SVGElement>(`[data-service="${CSS.escape(next)}"]`)?.focus();
  };
  return (
    <div class="map-frame card">
      <ZoomButtons zoomBy={zoomBy} />
      <svg
        ref={picture}
        class="map-picture"
        viewBox={`${state.x} ${state.y} ${width / zoom} ${height / zoom}`}
        style={{ maxHeight: `${Math.max(240, height * 1.4)}px` }}
        role="group"
        aria-label={`${nodes.length} services and ${edges.length} ways between them`}
        onWheel={(event) => {
          if (!event.ctrlKey && !event.metaKey) return;
          event.preventDefault();
          zoomBy(event.deltaY < 0 ? ZOOM.step : 1 / ZOOM.step);
        }}
        {...panning}
        onKeyDown={(event) => {
          if (event.key === '+' || event.key === '=') zoomBy(ZOOM.step);
          else if (event.key === '-') zoomBy(1 / ZOOM.step);
          else if (event.key.startsWith('Arrow')) move(event.key);
          else return;
          event.preventDefault();
        }}
      >
        {edges.map((edge) => (
          <Edge
            key={JSON.stringify([edge.caller, edge.callee])}
            edge={edge}
            places={layout.places}
            isChosen={state.service === edge.caller && state.callee === edge.callee}
            onSelect={() => select(edge.caller, edge.callee)}
          />
        ))}
        {nodes.map((node) => (
          <Node
            key={node.service}
            node={node}
            place={layout.places.get(node.service)}
            isChosen={state.service === node.service && state.callee === undefined}
            isFocusable={node.service === reachable}
            onFocus={() => setFocused(node.service)}
            onSelect={() => select(node.service)}
          />
        ))}
      </svg>
    </div>
  );
}

function ZoomButtons({ zoomBy }: { readonly zoomBy: (factor: number) => void }): JSX.Element {
  const [state, setState] = useUrlState(mapCodec);
  const isAll = state.zoom === 1 && state.x === 0 && state.y === 0;
  return (
    <div class="map-zoom">
      {!isAll && (
        <button
          type="button"
          class="text-button"
          onClick={() => setState({ ...state, zoom: 1, x: 0, y: 0 }, 'replace')}
        >
          Show all
        </button>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label="Larger"
        title="Larger (+)"
        onClick={() => zoomBy(ZOOM.step)}
      >
        +
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label="Smaller"
        title="Smaller (-)"
        onClick={() => zoomBy(1 / ZOOM.step)}
      >
        −
      </button>
    </div>
  );
}

/** Moves the map with the pointer. `shownWidth` is what is seen of it, in its own units. */
function usePanning(
  shownWidth: number,
): Pick<SVGAttributes<SVGSVGElement>, 'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onClickCapture'> {
  const [state, setState] = useUrlState(mapCodec);
  const drag = useRef<{ readonly x: number; readonly y: number; readonly isMoved: boolean } | undefined>(
    undefined,
  );
  return {
    onPointerDown: ({ clientX, clientY }) => {
      drag.current = { x: clientX, y: clientY, isMoved: false };
    },
    onPointerMove: ({ clientX, clientY, currentTarget, buttons }) => {
      const { current } = drag;
      if (!current || buttons === 0) return;
      const [x, y] = [current.x - clientX, current.y - clientY];
      if (!current.isMoved && Math.hypot(x, y) < DRAG_PX) return;
      const perPx = shownWidth / (currentTarget.clientWidth || 1);
      drag.current = { x: clientX, y: clientY, isMoved: true };
      setState(
        { ...state, x: Math.round(state.x + x * perPx), y: Math.round(state.y + y * perPx) },
        'replace',
      );
    },
    onPointerUp: () => {
      if (drag.current?.isMoved === false) drag.current = undefined;
    },
    // What ends a drag is no click.
    onClickCapture: (event) => {
      if (drag.current?.isMoved === true) event.stopPropagation();
      drag.current = undefined;
    },
  };
}

function cornerOf({ column, row }: Place): { readonly x: number; readonly y: number } {
  return { x: MARGIN + column * STEP.x, y: MARGIN + row * STEP.y };
}

function Node(props: {
  readonly node: ServiceNode;
  readonly place: Place | undefined;
  readonly isChosen: boolean;
  readonly isFocusable: boolean;
  readonly onFocus: () => void;
  readonly onSelect: () => void;
}): JSX.Element | null {
  const { node, place } = props;
  if (place === undefined) return null;
  const { x, y } = cornerOf(place);
  const name = lineOf(node.service);
  const words = redWords(node, node.durationMs.p95);
  return (
    <g
      class={`map-node is-${toneOf(node)}${node.isPeer ? ' is-peer' : ''}${props.isChosen ? ' is-chosen' : ''}`}
      transform={`translate(${x} ${y})`}
      role="button"
      data-service={node.service}
      tabIndex={props.isFocusable ? 0 : -1}
      aria-pressed={props.isChosen}
      onFocus={props.onFocus}
      onClick={props.onSelect}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        props.onSelect();
      }}
    >
      <title>{`${name} ${words}${node.isPeer ? ', sends no spans' : ''}`}</title>
      <rect width={NODE.width} height={NODE.height} rx={node.isPeer ? 26 : 8} />
      <text class="map-name" x={NODE.width / 2} y={21}>
        {name.length > NAME_LETTERS ? `${name.slice(0, NAME_LETTERS - 1)}…` : name}
      </text>
      <text class="map-words" x={NODE.width / 2} y={40}>
        {words}
      </text>
    </g>
  );
}

function Edge(props: {
  readonly edge: ServiceCalls;
  readonly places: ReadonlyMap<string, Place>;
  readonly isChosen: boolean;
  readonly onSelect: () => void;
}): JSX.Element | null {
  const { edge, places } = props;
  const [one, other] = [places.get(edge.caller), places.get(edge.callee)];
  if (!one || !other || one === other) return null;
  const [from, to] = [cornerOf(one), cornerOf(other)];
  const isBack = to.x <= from.x;
  const start = { x: from.x + (isBack ? 0 : NODE.width), y: from.y + NODE.height / 2 };
  const end = { x: to.x + (isBack ? NODE.width : 0), y: to.y + NODE.height / 2 };
  const bend = Math.max(60, Math.abs(end.x - start.x) / 2) * (isBack ? -1 : 1);
  const path = `M${start.x} ${start.y}C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`;
  const words = redWords(edge, edge.durationMs.p95);
  return (
    <g class={`map-edge is-${toneOf(edge)}${props.isChosen ? ' is-chosen' : ''}`} onClick={props.onSelect}>
      <title>{`${lineOf(edge.caller)} calls ${lineOf(edge.callee)}: ${words}`}</title>
      <path class="map-line" d={path} />
      <path class="map-grip" d={path} />
      <path class="map-arrow" d={`M${end.x} ${end.y}l${isBack ? 8 : -8} -4v8z`} />
      <text class="map-words" x={(start.x + end.x) / 2} y={(start.y + end.y) / 2 - 6}>
        {words}
      </text>
    </g>
  );
}

/** The nearest node in the direction of an arrow key. */
function nodeTowards(key: string, from: string, places: ReadonlyMap<string, Place>): string | undefined {
  const at = places.get(from);
  if (!at) return undefined;
  let nearest: string | undefined;
  let least = Infinity;
  for (const [name, { column, row }] of places) {
    const [across, down] = [column - at.column, row - at.row];
    const [along, aside] = {
      ArrowRight: [across, down],
      ArrowLeft: [-across, down],
      ArrowDown: [down, across],
      ArrowUp: [-down, across],
    }[key] ?? [0, 0];
    const away = along + Math.abs(aside) * 2;
    if (along <= 0 || away >= least) continue;
    least = away;
    nearest = name;
  }
  return nearest;
}
