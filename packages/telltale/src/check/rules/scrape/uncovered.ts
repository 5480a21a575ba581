import { KNOWN_EXPORTERS } from '@telltale/manifests';
import type { KnownExporter } from '@telltale/manifests';
import type { CheckRule } from '../../check-rule.ts';
import { metricNameOf, selectorsOf } from '../../expression/selectors.ts';
import type { FindingPlace } from '../../finding.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { alertFile } from '../examples/example-files.ts';
import { scrapeFile } from './example-scrape.ts';
import { placedJobs, splitAddress } from './scrape-targets.ts';

const DISK = `${alertFile('node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1')}        for: 5m\n`;

/** Metrics of an exporter that nobody scrapes. */
export const scrapeUncovered: CheckRule = {
  id: 'scrape/uncovered',
  severity: 'error',
  why: 'The series never exist: the panel stays empty, the alert never fires.',
  doc: `A query asks for metrics of a well-known exporter (node_, container_, pg_, redis_, kafka_, …), and no
target of the configuration in sight is that exporter, by name or port. Only where all targets are written
out: not with discovery, federation, files of targets, or Kubernetes manifests. One finding for each exporter.`,
  examples: [
    {
      wrong: {
        files: {
          'rules.yml': DISK,
          'prometheus.yml': scrapeFile('shop:8080', '', 'rule_files: [rules.yml]\n'),
        },
      },
      right: {
        files: {
          'rules.yml': DISK,
          'prometheus.yml': scrapeFile('node-exporter:9100', '', 'rule_files: [rules.yml]\n'),
        },
      },
    },
  ],
  *run(workspace) {
    const targets = allTargets(workspace);
    if (!targets) return;
    for (const [exporter, { name, place }] of firstUses(workspace)) {
      if (targets.some((target) => isTargetOf(target, exporter))) continue;
      yield {
        place,
        message: `no target exposes ${name}`,
        fix: `run ${exporter.component} and scrape its port ${exporter.port}`,
      };
    }
  },
};

interface Target {
  readonly job: string;
  readonly address: string;
}

/** `undefined` where there are none, or others than those that are written. */
function allTargets(workspace: Workspace): readonly Target[] | undefined {
  const { prometheusConfigs, definitions, documents } = workspace;
  if (prometheusConfigs.length + definitions.length === 0) return undefined;
  if (documents.some(({ kind }) => kind === 'kubernetes' || kind === 'collector-config')) return undefined;
  const jobs = placedJobs(workspace);
  const isOpen =
    prometheusConfigs.some(({ unreadFields }) =>
      /scrape_config_files|remote_read|otlp/.test(unreadFields.join()),
    ) ||
    definitions.some(({ resolved }) => resolved.targets.some(({ discovery }) => discovery)) ||
    jobs.some(
      ({ path, node }) =>
        path === '/federate' || node.entries().some(({ key }) => key.endsWith('_sd_configs')),
    );
  if (isOpen) return undefined;
  const defined = definitions.flatMap(({ resolved }) =>
    resolved.targets.flatMap(({ job, addresses, exporter = '' }) =>
      addresses.map((address) => ({ job: `${job} ${exporter}`, address })),
    ),
  );
  const written = jobs.flatMap(({ targets, name }) => targets.map(({ address }) => ({ job: name, address })));
  return written.length + defined.length === 0 ? undefined : [...written, ...defined];
}

function isTargetOf({ job, address }: Target, { port, names }: KnownExporter): boolean {
  const { host, port: targetPort } = splitAddress(address);
  const text = `${job} ${host}`.toLowerCase();
  return targetPort === port || names.some((name) => text.includes(name));
}

/** The first query of each exporter's metrics, unless a program of the workspace declares the name itself. */
function firstUses({
  queries,
  declarations,
}: Workspace): ReadonlyMap<KnownExporter, { name: string; place: FindingPlace }> {
  const own = new Set(declarations.map(({ name }) => name));
  const uses = new Map<KnownExporter, { name: string; place: FindingPlace }>();
  for (const query of queries) {
    for (const { selector } of query.expr ? selectorsOf(query.expr) : []) {
      const name = metricNameOf(selector);
      if (name === undefined || !selector.source) continue;
      const exporter = KNOWN_EXPORTERS.find(({ prefixes }) =>
        prefixes.some((prefix) => name.startsWith(prefix)),
      );
      if (!exporter || uses.has(exporter) || isDeclared(own, name)) continue;
      uses.set(exporter, { name, place: query.placeOf(selector.source) });
    }
  }
  return uses;
}

function isDeclared(own: ReadonlySet<string>, name: string): boolean {
  return own.has(name) || own.has(name.replace(/_(?:bucket|sum|count)$/, ''));
}
