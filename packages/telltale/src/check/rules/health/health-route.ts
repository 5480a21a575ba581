import type { ServedRoute } from '../../programs/served-routes.ts';
import { servedRoutesOf } from '../../programs/served-routes.ts';
import type { Workspace } from '../../workspace/workspace.ts';

const HEALTH =
  /^\/(?:(?:api|internal|v\d+)\/)*_?(?:health(?:z|check|-check)?|ready(?:z)?|readiness|live(?:z)?|liveness|startup|startupz)(?:\/\w+)?\/?$/i;

/** The health paths that programs here serve and whose handlers can be read. */
export function readHealthRoutes({ texts }: Workspace): readonly ServedRoute[] {
  return servedRoutesOf(texts).routes.filter(({ path, isRead }) => isRead && HEALTH.test(path));
}
