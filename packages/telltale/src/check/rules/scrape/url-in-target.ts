import type { CheckRule } from '../../check-rule.ts';
import { scrapeFile } from './example-scrape.ts';
import { placedJobs } from './scrape-targets.ts';

/** URLs where an address belongs. */
export const scrapeUrlInTarget: CheckRule = {
  id: 'scrape/url-in-target',
  severity: 'error',
  why: 'Prometheus refuses the whole file: it is not a valid hostname.',
  doc: 'A target has a scheme or a path. Not where relabelling makes an address of it, as for a blackbox exporter.',
  examples: [
    {
      wrong: { files: { 'prometheus.yml': scrapeFile('http://backend:8000/api/v1/metrics') } },
      right: {
        files: { 'prometheus.yml': scrapeFile('backend:8000', '    metrics_path: /api/v1/metrics\n') },
      },
    },
  ],
  *run(workspace) {
    for (const { node, document, name } of placedJobs(workspace)) {
      if ((node.get('relabel_configs')?.items() ?? []).length > 0) continue;
      for (const config of node.get('static_configs')?.items() ?? []) {
        for (const item of config.get('targets')?.items() ?? []) {
          const text = item.text() ?? '';
          if (!text.includes('/')) continue;
          yield {
            place: document.placeOf(item, `job ${name}`),
            message: `'${text}' is no target address`,
            fix: fixOf(text),
          };
        }
      }
    }
  },
};

function fixOf(text: string): string {
  const [, scheme = '', address = '', path = ''] = /^(?:([a-z]+):\/\/)?([^/]*)(\/.*)?$/i.exec(text) ?? [];
  const parts = [
    `write ${address}`,
    ...(scheme.toLowerCase() === 'https' ? ['scheme: https'] : []),
    ...(path === '' || path === '/' || path === '/metrics' ? [] : [`metrics_path: ${path}`]),
  ];
  return parts.join(', ');
}
