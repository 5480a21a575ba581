import type { ResolvedDefinition } from '@telltale/definition';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** The station's HTTP server, to which features add routes. */
export type StationServer = FastifyInstance;

/** An answer of it. */
export type StationReply = FastifyReply;

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
  /**
   * Registers routes; called once, before the server listens.
   *
   * @param definition The definition in force, which a reload replaces; `undefined` without one.
   */
  routes?(server: StationServer, definition: () => ResolvedDefinition | undefined): void;
  readonly jobs?: readonly StationJob[];
}
