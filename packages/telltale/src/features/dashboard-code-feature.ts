import { TelltaleError } from '@telltale/model';
import type { StationFeature, StationReply } from '@telltale/station';
import { CONTENT_SCHEMA, checkContent, checkedBody, permit } from '@telltale/station';
import type { DashboardExportRequest, DashboardImportRequest } from '@telltale/station/contract';

/** Exports of Grafana are rarely as large as this. */
const MAX_IMPORT_BYTES = 5 * 1024 * 1024;
/** Whose dashboard it is where nothing is defined. */
const NOBODY = 'telltale';

const EXPORT_SCHEMA = {
  type: 'object',
  required: ['content'],
  properties: { content: CONTENT_SCHEMA },
} as const;
const IMPORT_SCHEMA = {
  type: 'object',
  required: ['text'],
  properties: { text: { type: 'string' } },
} as const;

/**
 * `POST /api/telltale/dashboards/code`, `grafana` and `import`: a dashboard of the pages as TypeScript for the
 * definition, as JSON for Grafana, and the way back.
 */
export function dashboardCodeFeature(): StationFeature {
  return {
    name: 'dashboard code',
    routes: (server, inForce) => {
      server.post<{ Body: DashboardExportRequest }>(
        '/api/telltale/dashboards/code',
        { ...checkedBody(EXPORT_SCHEMA), ...permit('view') },
        ({ body: { content } }, reply) =>
          answer(reply, async () => {
            refuseFaults(content);
            const { contentCode } = await import('../dashboards/dashboard-code.ts');
            return { code: contentCode(content) };
          }),
      );
      server.post<{ Body: DashboardExportRequest }>(
        '/api/telltale/dashboards/grafana',
        { ...checkedBody(EXPORT_SCHEMA), ...permit('view') },
        ({ body: { content } }, reply) =>
          answer(reply, async () => {
            refuseFaults(content);
            const { grafanaOfContent } = await import('../dashboards/grafana-of-content.ts');
            return { json: await grafanaOfContent(content, inForce()?.service ?? NOBODY) };
          }),
      );
      server.post<{ Body: DashboardImportRequest }>(
        '/api/telltale/dashboards/import',
        { ...checkedBody(IMPORT_SCHEMA), bodyLimit: MAX_IMPORT_BYTES, ...permit('view') },
        ({ body }, reply) =>
          answer(reply, async () => {
            const { importDashboard } = await import('../dashboards/import-dashboard.ts');
            return importDashboard(body.text);
          }),
      );
    },
  };
}

/** What cannot be drawn cannot be written as code either. */
function refuseFaults(content: DashboardExportRequest['content']): void {
  const [fault] = checkContent(content);
  if (fault) throw new TelltaleError('TT_USAGE', `${fault.path}: ${fault.message}`);
}

async function answer(reply: StationReply, run: () => unknown): Promise<unknown> {
  reply.header('cache-control', 'no-store');
  try {
    return await run();
  } catch (error) {
    if (error instanceof TelltaleError) return reply.code(400).send({ error: error.message });
    throw error;
  }
}
