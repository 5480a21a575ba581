import type { SourceNode } from '@telltale/formats';
import type { FindingPlace } from '../../finding.ts';
import type { CheckedDocument, Workspace } from '../../workspace/workspace.ts';

/** A job of a `prometheus.yml` and where it is written. */
export interface PlacedJob {
  readonly name: string;
  readonly node: SourceNode;
  readonly document: CheckedDocument;
  /** As written, or Prometheus' default. */
  readonly path: string;
  readonly targets: readonly PlacedTarget[];
  /** Whether the addresses are written out and nothing changes them. */
  readonly isStatic: boolean;
  /** The place of a field, or of the job's name where it is not written. */
  readonly placeOf: (field?: string) => FindingPlace;
}

/** An address that is scraped. */
export interface PlacedTarget {
  /** `host:port` as written. */
  readonly address: string;
  readonly host: string;
  readonly port: number | undefined;
  readonly job: string;
  readonly place: FindingPlace;
}

const KNOWN = new WeakMap<Workspace, readonly PlacedJob[]>();

/** Every job of every `prometheus.yml`; read once for all rules of the check. */
export function placedJobs(workspace: Workspace): readonly PlacedJob[] {
  const known = KNOWN.get(workspace);
  if (known) return known;
  const jobs = workspace.documents
    .filter(({ kind }) => kind === 'prometheus-config')
    .flatMap((document) =>
      (document.root.get('scrape_configs')?.items() ?? []).map((node) => jobOf(document, node)),
    );
  KNOWN.set(workspace, jobs);
  return jobs;
}

/** A job's targets where nothing changes their addresses. */
export function staticTargets(workspace: Workspace): readonly PlacedTarget[] {
  return placedJobs(workspace).flatMap(({ isStatic, targets }) => (isStatic ? targets : []));
}

/** `host:port` with its parts. */
export function splitAddress(address: string): { readonly host: string; readonly port: number | undefined } {
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(address);
  const port = match?.[2];
  return { host: match?.[1] ?? address, port: port === undefined ? undefined : Number(port) };
}

function jobOf(document: CheckedDocument, node: SourceNode): PlacedJob {
  const name = node.get('job_name')?.text() ?? '';
  const subject = `job ${name}`;
  const fallback = node.get('job_name') ?? node;
  const targets = (node.get('static_configs')?.items() ?? []).flatMap((config) =>
    (config.get('targets')?.items() ?? []).flatMap((item) => {
      const address = item.text();
      if (address === undefined || address.includes('/') || address.includes('$')) return [];
      return [{ address, ...splitAddress(address), job: name, place: document.placeOf(item, subject) }];
    }),
  );
  return {
    name,
    node,
    document,
    path: node.get('metrics_path')?.text() ?? '/metrics',
    targets,
    isStatic: !changesAddress(node),
    placeOf: (field) =>
      document.placeOf((field === undefined ? undefined : node.get(field)) ?? fallback, subject),
  };
}

/** Relabelling may write another address, as for exporters that probe others; proxies ask elsewhere. */
function changesAddress(node: SourceNode): boolean {
  const targets = (node.get('relabel_configs')?.items() ?? []).map((item) =>
    item.get('target_label')?.text(),
  );
  return (
    targets.some((target) => target === '__address__' || target?.includes('$')) ||
    node.get('proxy_url') !== undefined
  );
}
