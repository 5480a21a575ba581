import type { ComposeContext } from './compose-context.ts';
import type { ComposeService, HealthCheck } from './compose-file.ts';

/** What every service has: it comes back after a crash, its log is bounded, and it gains no rights. */
export const COMMON: Pick<ComposeService, 'restart' | 'security_opt' | 'logging'> = {
  restart: 'unless-stopped',
  security_opt: ['no-new-privileges:true'],
  logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
};

/** For programs that need no rights and write only where a volume is mounted. */
export const LOCKED: Pick<ComposeService, 'read_only' | 'cap_drop'> = { read_only: true, cap_drop: ['ALL'] };

/** The limits of a component; none where the stack has none for it. */
export function limitsOf({ stack }: ComposeContext, component: string): Pick<ComposeService, 'deploy'> {
  const limits = Object.hasOwn(stack.limits, component) ? stack.limits[component] : undefined;
  if (!limits) return {};
  const memory = `${Math.ceil(limits.memoryBytes / 1024 ** 2)}M`;
  return { deploy: { resources: { limits: { cpus: String(limits.cpus), memory } } } };
}

/** A port of a container on the loopback address of the host. */
export function loopbackPort(host: number, container: number): string {
  return `127.0.0.1:${host}:${container}`;
}

/** A volume of the stack at a path in a container. */
export function volumeAt({ stack }: ComposeContext, component: string, path: string): string {
  return `${volumeName(stack.volumes, component)}:${path}`;
}

/** The name of a component's volume. */
function volumeName(volumes: Readonly<Record<string, string>>, component: string): string {
  return Object.hasOwn(volumes, component) ? volumes[component] : `${component}_data`;
}

/** A health check that asks a URL from inside the container, which has a `wget`. */
export function healthByUrl(url: string): HealthCheck {
  return healthBy(['CMD', 'wget', '-q', '--spider', url]);
}

/** A health check by any command. */
export function healthBy(test: readonly string[], startPeriod = '30s'): HealthCheck {
  return { test, interval: '30s', timeout: '5s', retries: 3, start_period: startPeriod };
}
