import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import { counter, gauge } from '../metrics/declaration.ts';
import type { Empty } from '../metrics/empty.ts';
import { given } from '../options/given.ts';
import type { Kit } from './kit.ts';
import type { RoleQueries } from './role-queries.ts';
import { presentPanels } from './role-queries.ts';
import type { KitNaming, KnownFields, ViewedMetrics } from './viewed-kit.ts';
import { viewedKit } from './viewed-kit.ts';

/** Roles of the metrics of the WebSocket kit. */
export type WebSocketRole = 'connections' | 'messages' | 'bytes' | 'closes' | 'errors';

/** What {@link websocket} takes. */
export interface WebSocketOptions extends KitNaming<WebSocketRole, 'direction' | 'code'> {
  /** Numbers of connections that matter; the dashboard draws a line at the largest and names all. */
  readonly levels?: readonly number[];
}

/** The metrics of the WebSocket kit under their names. */
export type WebSocketMetrics<Options extends WebSocketOptions> = ViewedMetrics<
  ReturnType<typeof declareWebSockets>,
  Options
>;

function declareWebSockets() {
  const direction = ['in', 'out'] as const;
  return {
    connections: {
      name: 'websocket_connections_active',
      metric: gauge({ help: 'Number of active connections' }),
    },
    messages: {
      name: 'websocket_messages_total',
      metric: counter({ help: 'Messages received and sent', labels: { direction } }),
    },
    bytes: {
      name: 'websocket_bytes_total',
      metric: counter({
        help: 'Payload of the messages received and sent',
        unit: 'bytes',
        labels: { direction },
      }),
    },
    closes: {
      name: 'websocket_closes_total',
      metric: counter({
        help: 'Connections closed, by close code',
        labels: { code: { pattern: '[1-4][0-9]{3}|none', maxValues: 40 } },
      }),
    },
    errors: {
      name: 'websocket_errors_total',
      metric: counter({ help: 'Errors of connections, such as invalid frames' }),
    },
  } as const;
}

/**
 * Connections of WebSocket servers, their messages and bytes by direction and their close codes, with a
 * dashboard. Recorded by `instrument(definition).websockets`.
 *
 * @example
 * ```ts
 * import { defineMonitoring, websocket } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({ service: 'cad', kits: [websocket({ levels: [10, 50, 100] })] });
 * console.log(definition.metrics.websocket_connections_active.kind); // gauge
 * ```
 */
export function websocket<const Options extends WebSocketOptions = Empty>(
  options?: Options & KnownFields<Options, WebSocketOptions>,
): Kit<WebSocketMetrics<Options>> {
  const view = given<WebSocketOptions>(options);
  const dashboards = (queries: RoleQueries) => webSocketDashboards(queries, view.levels ?? []);
  return viewedKit({ kit: 'websocket', metrics: declareWebSockets(), dashboards }, view as Options);
}

function webSocketDashboards(queries: RoleQueries, levels: readonly number[]): DashboardDeclarations {
  const connections = queries.now('connections');
  const marked = levels.length > 0 && {
    threshold: Math.max(...levels),
    description: `Levels: ${levels.join(', ')}`,
  };
  return {
    WebSockets: presentPanels({
      'Active connections': connections && { query: connections, ...marked },
      Messages: queries.rate('messages', ['direction']),
      Bytes: queries.rate('bytes', ['direction']),
      'Connections closed': queries.rate('closes', ['code']),
      Errors: queries.rate('errors'),
    }),
  };
}
