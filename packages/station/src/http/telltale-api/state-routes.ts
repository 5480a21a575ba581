import type { FastifyInstance } from 'fastify';
import type {
  AlertsResponse,
  CapacityResponse,
  ConfigurationResponse,
  DashboardsResponse,
  DiscoveryResponse,
  StatusResponse,
  TargetsResponse,
} from '../../contract.ts';
import { permit } from '../../sign-in/permit.ts';

/** Where the answers come from; each is asked anew for every request. */
export interface StationViews {
  readonly status: () => Promise<StatusResponse>;
  readonly capacity: () => Promise<CapacityResponse>;
  readonly configuration: () => ConfigurationResponse;
  readonly dashboards: () => Promise<DashboardsResponse>;
  readonly targets: () => Promise<TargetsResponse>;
  readonly discovery: () => DiscoveryResponse;
  readonly alerts: () => Promise<AlertsResponse>;
}

/** `GET /api/telltale/status`, `capacity`, `configuration`, `dashboards`, `targets`, `discovery`, `alerts`. */
export function registerTelltaleState(server: FastifyInstance, views: StationViews): void {
  for (const [name, view] of Object.entries(views)) {
    const permission = name === 'configuration' ? 'administer' : 'view';
    server.get(`/api/telltale/${name}`, permit(permission), async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      return view();
    });
  }
}
