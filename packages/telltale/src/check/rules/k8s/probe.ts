import type { CheckRule } from '../../check-rule.ts';
import { servedRoutesOf } from '../../programs/served-routes.ts';
import { containersOf } from '../../stack/kubernetes-object.ts';
import { httpProbesOf } from './probes.ts';

const PROGRAM = `app.get('/health', async (req, res) => {
  await db.query('SELECT 1');
  res.json({ status: 'ok' });
});
app.get('/live', (req, res) => res.json({ status: 'ok' }));
`;

function manifest(path: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: { name: shop }\nspec:\n  containers:\n    - name: shop\n      image: shop:1.4.2\n      livenessProbe:\n        httpGet: { path: ${path}, port: 3000 }\n`;
}

/** Restarts because of something that no restart mends. */
export const k8sProbe: CheckRule = {
  id: 'k8s/probe',
  severity: 'error',
  why: 'When the other system is away Kubernetes restarts every pod again and again, and none is there when it comes back.',
  doc: 'The liveness probe asks a path whose handler waits for another system (a database, a cache, a storage, another service). Only handlers that stand in programs of the workspace are judged.',
  examples: [
    {
      wrong: { files: { 'k8s.yaml': manifest('/health'), 'app.js': PROGRAM } },
      right: { files: { 'k8s.yaml': manifest('/live'), 'app.js': PROGRAM } },
    },
  ],
  *run(workspace) {
    const { routes } = servedRoutesOf(workspace.texts);
    for (const container of containersOf(workspace)) {
      for (const { kind, path, pathNode } of httpProbesOf(container)) {
        const route = routes.find((served) => served.path === path && served.calls.length > 0);
        if (kind !== 'livenessProbe' || !route) continue;
        const names = [...new Set(route.calls.map(({ name }) => name))].join(', ');
        yield {
          place: container.placeOf(pathNode),
          message: `${path} fails with other systems: its handler waits for ${names}`,
          fix: 'ask a path that only says that the process answers, such as /live, and keep the checks for readiness',
        };
      }
    }
  },
};
