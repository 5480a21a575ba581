/** The two programs. */
export const PROGRAMS = ['orders', 'pricing'] as const;

/** Name of a program. */
export type ProgramName = (typeof PROGRAMS)[number];

const DEFAULT_PORTS: Readonly<Record<ProgramName, string>> = { orders: '8080', pricing: '8081' };

/** The variable that says the port of a program: `ORDERS_PORT`. */
export function portVariable(program: ProgramName): string {
  return `${program.toUpperCase()}_PORT`;
}

/** `host:port` of a program. */
export function addressOf(program: ProgramName, env: NodeJS.ProcessEnv): string {
  return `127.0.0.1:${env[portVariable(program)] ?? DEFAULT_PORTS[program]}`;
}
