import type { ResolvedDefinition, ResolvedHealth, ResolvedTarget } from '@telltale/definition';
import { HEALTH_PATHS, askHealthPage } from '../../doctor/health/health-page.ts';
import type { HealthPage } from '../../doctor/health/health-page.ts';
import type { ExpectedTarget } from './expected-targets.ts';

/** What a service says of its health. */
export interface HealthAnswer {
  readonly target: ResolvedTarget;
  readonly page: HealthPage;
  /** Whether the definition says that there is such a page. */
  readonly isDeclared: boolean;
  /** Whether the server sees the target down. */
  readonly isDown: boolean;
}

const NOT_FOUND = 404;

/** Asks each program of the definition for its health, all at once. */
export async function askHealth(
  definition: ResolvedDefinition,
  targets: readonly ExpectedTarget[],
): Promise<readonly HealthAnswer[]> {
  const own = targets.filter(({ target }) => target.exporter === undefined && target.probes === undefined);
  const answers = own.map(async ({ target, address, listed }): Promise<readonly HealthAnswer[]> => {
    // A server in a container has other names for what is asked here; of discovery it alone knows any.
    const host = target.addresses.includes(address) ? address : URL.parse(listed?.url ?? '')?.host;
    if (host === undefined || host === '') return [];
    const health = healthOf(definition, target);
    const isDown = listed?.health === 'down';
    const pages = health
      ? await declaredPages(originOf(target, host, health.port), health)
      : [await usualPage(originOf(target, host, undefined))];
    return pages.map((page) => ({ target, page, isDown, isDeclared: health !== undefined }));
  });
  return (await Promise.all(answers)).flat();
}

function healthOf({ health, services }: ResolvedDefinition, { service }: ResolvedTarget) {
  return services?.find(({ name }) => name === service)?.health ?? health;
}

function originOf({ scheme }: ResolvedTarget, host: string, port: number | undefined): string {
  return `${scheme}://${port === undefined ? host : host.replace(/:\d+$/, `:${port}`)}`;
}

function declaredPages(origin: string, { paths }: ResolvedHealth): Promise<readonly HealthPage[]> {
  const asked = [...new Set([paths.health, paths.ready, paths.live])];
  return Promise.all(asked.map((path) => askHealthPage(origin + path)));
}

/** Wherever it usually is; the last answer where it is nowhere. */
async function usualPage(origin: string): Promise<HealthPage> {
  let page: HealthPage | undefined;
  for (const path of HEALTH_PATHS) {
    page = await askHealthPage(origin + path);
    if (page.status !== NOT_FOUND) return page;
  }
  return page ?? askHealthPage(origin);
}
