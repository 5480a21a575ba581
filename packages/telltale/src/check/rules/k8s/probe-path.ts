import type { CheckRule } from '../../check-rule.ts';
import { closestName } from '@telltale/model';
import { servedRoutesOf } from '../../programs/served-routes.ts';
import { containersOf } from '../../stack/kubernetes-object.ts';
import { httpProbesOf } from './probes.ts';

const MANIFEST = `livenessProbe:
  httpGet: { path: /live, port: 3000 }
readinessProbe:
  httpGet: { path: /ready, port: 3000 }
`;
const LIVE = "app.get('/live', (req, res) => res.send('ok'));\n";

/** Probes that nobody answers. */
export const k8sProbePath: CheckRule = {
  id: 'k8s/probe-path',
  severity: 'error',
  why: 'The probe gets 404 for ever: the pod never becomes ready, or is restarted in a circle.',
  doc: 'A probe asks a path that no program of the workspace answers, while another probe of the same container asks one that is answered: so the program is in sight. Programs whose paths are computed, mounted or served by other frameworks are not judged.',
  examples: [
    {
      wrong: { files: { 'probes.yaml': MANIFEST, 'app.js': LIVE } },
      right: {
        files: {
          'probes.yaml': MANIFEST,
          'app.js': `${LIVE}app.get('/ready', (req, res) => res.send('ok'));\n`,
        },
      },
    },
  ],
  *run(workspace) {
    const { routes, isComplete } = servedRoutesOf(workspace.texts);
    if (!isComplete) return;
    const served = new Set(routes.map(({ path }) => path));
    for (const container of containersOf(workspace)) {
      const probes = httpProbesOf(container);
      if (!probes.some(({ path }) => served.has(path))) continue;
      for (const { path, pathNode } of probes.filter((probe) => !served.has(probe.path))) {
        const close = closestName(path, [...served]);
        yield {
          place: container.placeOf(pathNode),
          message: `no program answers ${path}`,
          fix: close === undefined ? `serve ${path}` : `serve ${path}, or did you mean ${close}?`,
        };
      }
    }
  },
};
