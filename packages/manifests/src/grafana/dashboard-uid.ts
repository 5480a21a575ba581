import { createHash } from 'node:crypto';
import type { ResolvedDashboard, ResolvedDefinition } from '@telltale/definition';

/** Grafana refuses longer ones. */
const MAX_LENGTH = 40;

/** The identifier of a dashboard in Grafana: links to it stay valid when its title changes in case. */
export function dashboardUid(
  { uid, slug }: Pick<ResolvedDashboard, 'uid' | 'slug'>,
  { service }: Pick<ResolvedDefinition, 'service'>,
): string {
  return grafanaUid(uid ?? `${service}-${slug}`);
}

/** An identifier that Grafana takes, made of a text: the text itself where it can be one. */
export function grafanaUid(wanted: string): string {
  const safe = wanted.replaceAll(/[^\w-]+/g, '-');
  if (safe === wanted && safe.length <= MAX_LENGTH) return safe;
  const hash = createHash('sha256').update(wanted).digest('hex').slice(0, 8);
  return `${safe.slice(0, MAX_LENGTH - 9)}-${hash}`;
}
