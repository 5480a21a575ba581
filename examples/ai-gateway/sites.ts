/** The programs that listen, with their usual ports; a variable such as `GATEWAY_PORT` says otherwise. */
export const PORTS = {
  gateway: 3000,
  legacy: 3002,
  local: 8000,
  distant: 8001,
  storage: 9000,
} as const;

/** Name of a program that listens. */
export type SiteName = keyof typeof PORTS;

/** All of them. */
export const SITE_NAMES = Object.keys(PORTS) as readonly SiteName[];

/** The station of the demo, which takes logs and traces. */
export const STATION = `http://127.0.0.1:${process.env.TELLTALE_PORT ?? '4400'}`;

/** Where transcripts are kept. */
export const BUCKET = 'dev-pynode-storage';

/** The variable of a program's port. */
export function portVariable(name: SiteName): string {
  return `${name.toUpperCase()}_PORT`;
}

/** `host:port` of a program. */
export function addressOf(name: SiteName, variables: NodeJS.ProcessEnv = process.env): string {
  return `127.0.0.1:${variables[portVariable(name)] ?? PORTS[name]}`;
}

/** The port of a program. */
export function portOf(name: SiteName): number {
  return Number(addressOf(name).split(':')[1]);
}
