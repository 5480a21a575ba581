import type { SourceNode } from '@telltale/formats';
import type { CheckRule } from '../../check-rule.ts';
import { placeOfName } from '../../workspace/definition-place.ts';
import type { DocumentKind } from '../../workspace/workspace.ts';

const KINDS: ReadonlySet<DocumentKind> = new Set<DocumentKind>([
  'prometheus-config',
  'alertmanager-config',
  'kubernetes',
  'grafana-datasources',
]);
const KEYS: ReadonlySet<string> = new Set(['insecure_skip_verify', 'insecureSkipVerify', 'tlsSkipVerify']);

/** Connections that do not look at the other side's certificate. */
export const secTlsSkip: CheckRule = {
  id: 'sec/tls-skip',
  severity: 'warning',
  preset: 'strict',
  why: 'Whoever gets between the two reads the password and answers what he likes: encryption without proof protects from nobody.',
  doc: 'A configuration of Prometheus, Alertmanager or Grafana, or a ServiceMonitor, has `insecure_skip_verify: true` or its like; or a target of the definition has `insecureSkipVerify`.',
  examples: [
    {
      wrong: {
        files: {
          'prometheus.yml':
            'scrape_configs:\n  - job_name: api\n    scheme: https\n    tls_config: { insecure_skip_verify: true }\n    static_configs: [{ targets: [api:8443] }]\n',
        },
      },
      right: {
        files: {
          'prometheus.yml':
            'scrape_configs:\n  - job_name: api\n    scheme: https\n    tls_config: { ca_file: /etc/prometheus/ca.pem }\n    static_configs: [{ targets: [api:8443] }]\n',
        },
      },
    },
  ],
  *run({ documents, definitions }) {
    for (const definition of definitions) {
      for (const { job, tls } of definition.resolved.targets) {
        if (tls?.insecureSkipVerify !== true) continue;
        yield {
          place: placeOfName(definition, job),
          message: `the certificate of the target ${job} is not looked at`,
          fix: 'name the authority in tls.caFile instead',
        };
      }
    }
    for (const { kind, root, placeOf } of documents) {
      if (!KINDS.has(kind)) continue;
      for (const place of skips(root)) {
        yield {
          place: placeOf(place),
          message: 'the certificate of the other side is not looked at',
          fix: 'name the authority in ca_file instead',
        };
      }
    }
  },
};

function* skips(node: SourceNode): Iterable<{ readonly start: number; readonly end: number }> {
  for (const { key, keyStart, value } of node.entries()) {
    if (KEYS.has(key) && value.boolean() === true) yield { start: keyStart, end: value.end };
    else yield* skips(value);
  }
  for (const item of node.items()) yield* skips(item);
}
