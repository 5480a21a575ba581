/** The streams of Redis; `dead-letters` has what cannot be processed. */
export type Topic = 'raw' | 'trades' | 'enriched' | 'bars' | 'dead-letters';

/** A service that handles the messages of one topic. Its program is in the folder that has its name. */
interface Stage {
  /** Its name in metrics, and its consumer group. */
  readonly service: string;
  readonly reads: Topic;
  /** Where its pages are, unless a variable such as `ENRICHMENT_PORT` says otherwise. */
  readonly port: number;
}

/** The four stages, in the order in which messages reach them. */
export const STAGES = {
  normalization: { service: 'normalization_service', reads: 'raw', port: 8081 },
  enrichment: { service: 'enrichment_service', reads: 'trades', port: 8082 },
  aggregation: { service: 'aggregation_service', reads: 'enriched', port: 8083 },
  projection: { service: 'projection_service', reads: 'bars', port: 8084 },
} as const satisfies Readonly<Record<string, Stage>>;

/** Of each stage. Nothing sends it requests that it must answer, so that it need not wait before it ends. */
export const HEALTH = { timeout: '1s', drainDelay: '0s' } as const;

/** Name of a stage: of the folder of its program, and of its role in the database. */
export type StageName = keyof typeof STAGES;

/** All of them, in order. */
export const STAGE_NAMES = Object.keys(STAGES) as readonly StageName[];

/** The variable of a stage's port, such as `ENRICHMENT_PORT`. */
export function portVariable(stage: StageName): string {
  return `${stage.toUpperCase()}_PORT`;
}

/** `host:port` of a stage's pages. */
export function addressOf(stage: StageName, variables: NodeJS.ProcessEnv): string {
  return `127.0.0.1:${variables[portVariable(stage)] ?? STAGES[stage].port}`;
}
