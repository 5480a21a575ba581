import type { FastifyInstance } from 'fastify';

/** Something that runs beside the station's own work, from start to stop. */
export interface StationJob {
  readonly name: string;
  start(): Promise<void> | void;
  stop(): Promise<void> | void;
}

/**
 * How a higher package adds to the station: routes under its HTTP server and jobs in its process.
 * The station knows no feature; the composition root hands them in.
 */
export interface StationFeature {
  readonly name: string;
  /** Registers routes; called once, before the server listens. */
  routes?(server: FastifyInstance): void;
  readonly jobs?: readonly StationJob[];
}
