import { hasPushgateway } from '../prometheus/scrape-jobs.ts';
import { pinnedImage } from '../versions/known-versions.ts';
import type { ComposeContext } from './compose-context.ts';
import type { ComposeService } from './compose-file.ts';
import { COMMON, LOCKED, healthByUrl, limitsOf, loopbackPort } from './service-parts.ts';

/** Where programs that end by themselves leave their figures; none where the definition has no such program. */
export function pushgatewayService(context: ComposeContext): ComposeService | undefined {
  if (!hasPushgateway(context.definition)) return undefined;
  return {
    image: pinnedImage('pushgateway'),
    ports: [loopbackPort(context.stack.ports.pushgateway, 9091)],
    healthcheck: healthByUrl('http://localhost:9091/-/healthy'),
    ...COMMON,
    ...LOCKED,
    ...limitsOf(context, 'pushgateway'),
  };
}
