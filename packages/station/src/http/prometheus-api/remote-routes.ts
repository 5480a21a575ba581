import type { FastifyInstance } from 'fastify';
import type { RemoteServer } from '../../query/remote/server/remote-server.ts';
import type { Permission } from '../../sign-in/roles.ts';
import type { ApiHandler } from './api-routes.ts';
import { apiRoute } from './api-routes.ts';

const TIMEOUT_MS = 60_000;

/** What only the server knows that is read from: its answers are given on as they are. */
const ROUTES = [
  'metadata',
  'targets',
  'targets/metadata',
  'scrape_pools',
  'rules',
  'alerts',
  'alertmanagers',
  'status/buildinfo',
  'status/flags',
  'status/runtimeinfo',
  'status/tsdb',
] as const;

/** The parts of Prometheus' API, beside queries, that a station in remote mode asks the other server for. */
export function registerRemoteRoutes(server: FastifyInstance, remote: RemoteServer): void {
  const passOn = (path: string, takesForm: boolean, permission?: Permission) => {
    const answer: ApiHandler = async (parameters) => {
      const { data, ...remarks } = await remote.ask({ path, parameters, takesForm, timeoutMs: TIMEOUT_MS });
      return { data: data ?? null, remarks };
    };
    apiRoute(server, takesForm ? ['GET', 'POST'] : ['GET'], path, answer, permission);
  };
  for (const path of ROUTES) passOn(path, false);
  passOn('status/config', false, 'administer');
  passOn('query_exemplars', true);
}
