import type { ServiceView } from '@telltale/station/contract';

const RANK: Readonly<Record<ServiceView['health'], number>> = { down: 0, degraded: 1, unknown: 2, ok: 3 };

/** Services by whether somebody defined them, those in trouble first; otherwise in their order. */
export function sortServices(services: readonly ServiceView[]): {
  readonly defined: readonly ServiceView[];
  readonly scraped: readonly ServiceView[];
} {
  const sorted = services.toSorted((a, b) => RANK[a.health] - RANK[b.health]);
  return { defined: sorted.filter(isDefined), scraped: sorted.filter((service) => !isDefined(service)) };
}

/** What is scraped and not defined has nobody who owns it. */
function isDefined({ owner }: ServiceView): boolean {
  return owner !== '';
}
