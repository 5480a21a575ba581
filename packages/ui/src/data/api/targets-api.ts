import type {
  DiscoveryResponse,
  RulesResponse,
  StatusResponse,
  TargetsResponse,
} from '@telltale/station/contract';
import type { HttpClient } from './http.ts';

/** The station itself, what it scrapes and the rules that it evaluates. */
export interface TargetsApi {
  readonly status: (signal?: AbortSignal) => Promise<StatusResponse>;
  readonly targets: (signal?: AbortSignal) => Promise<TargetsResponse>;
  readonly discovery: (signal?: AbortSignal) => Promise<DiscoveryResponse>;
  readonly rules: (signal?: AbortSignal) => Promise<RulesResponse>;
}

/** Creates the calls. */
export function createTargetsApi({ get }: HttpClient): TargetsApi {
  return {
    status: (signal) => get('/api/telltale/status', {}, signal),
    targets: (signal) => get('/api/telltale/targets', {}, signal),
    discovery: (signal) => get('/api/telltale/discovery', {}, signal),
    rules: (signal) => get('/api/telltale/rules', {}, signal),
  };
}
