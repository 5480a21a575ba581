/** A stage that runs as a service of its own. */
export interface Service {
  readonly name: string;
  /** Folder of its program, and its role in the database. */
  readonly folder: string;
  /** Environment variable of its port, and the port where that is not set. */
  readonly portVariable: string;
  readonly port: number;
}

/** The services in the order in which messages reach them. */
export const SERVICES: readonly Service[] = [
  { name: 'normalization_service', folder: 'normalization', portVariable: 'NORMALIZATION_PORT', port: 8081 },
  { name: 'enrichment_service', folder: 'enrichment', portVariable: 'ENRICHMENT_PORT', port: 8082 },
  { name: 'aggregation_service', folder: 'aggregation', portVariable: 'AGGREGATION_PORT', port: 8083 },
  { name: 'projection_service', folder: 'projection', portVariable: 'PROJECTION_PORT', port: 8084 },
];

/** `host:port` of a service: what its variable says, or what it has otherwise. */
export function addressOf({ portVariable, port }: Service, variables: NodeJS.ProcessEnv): string {
  return `127.0.0.1:${variables[portVariable] ?? port}`;
}
