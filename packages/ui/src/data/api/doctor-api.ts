import type {
  DoctorLine,
  DoctorRequest,
  DoctorTopicsResponse,
  DriftResponse,
} from '@telltale/station/contract';
import type { HttpClient } from './http.ts';

/** Why something does not appear, and what is not as it is defined. */
export interface DoctorApi {
  readonly topics: (signal?: AbortSignal) => Promise<DoctorTopicsResponse>;
  /** Each line is given as soon as it is known. */
  readonly examine: (request: DoctorRequest, signal: AbortSignal) => AsyncIterable<DoctorLine>;
  readonly drift: (signal?: AbortSignal) => Promise<DriftResponse>;
}

/** Creates the calls. */
export function createDoctorApi({ get, stream }: HttpClient): DoctorApi {
  return {
    topics: (signal) => get('/api/telltale/doctor', {}, signal),
    examine: (request, signal) => stream('/api/telltale/doctor', request, signal),
    drift: (signal) => get('/api/telltale/drift', {}, signal),
  };
}
