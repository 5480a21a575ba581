import type { ResolvedDefinition } from '@telltale/definition';
import { slugOf } from '@telltale/model';

/** Where generated deployments of the station go; they are written when they are asked for, not with the stack. */
export const DEPLOY_FOLDER = 'deploy';

/** The port of the station's pages and API, where programs also send OTLP. */
export const STATION_PORT = 4400;

/** The command line in an installed project. */
export const TELLTALE_BIN = 'node_modules/telltale/bin/telltale.js';

/** What one station needs with the series of a few services; `telltale doctor capacity` says when it is too little. */
export const STATION_MEMORY_MIB = 1024;

/** It waits for scrapes and deliveries under way and then writes everything. */
export const STOP_SECONDS = 60;

/** The name of the station of a service, wherever it runs. */
export function stationName({ service }: ResolvedDefinition): string {
  const slug = slugOf(service).slice(0, 40).replace(/-+$/, '');
  return slug === '' ? 'telltale' : `telltale-${slug}`;
}

/** Whether it speaks TLS: its certificate may be asked of clients, too, so that only its port is tried then. */
export function speaksTls({ station }: ResolvedDefinition): boolean {
  return station.tls !== undefined;
}

/** What finds out in a container with Node.js whether the station answers. */
export function probeCommand(definition: ResolvedDefinition): readonly string[] {
  const script = speaksTls(definition)
    ? `require('net').connect(${STATION_PORT}, '127.0.0.1', () => process.exit(0)).on('error', () => process.exit(1))`
    : `fetch('http://127.0.0.1:${STATION_PORT}/-/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`;
  return ['node', '-e', script];
}
