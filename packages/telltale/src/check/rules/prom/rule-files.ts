import { posix } from 'node:path';
import type { SourceNode } from '@telltale/formats';
import type { CheckRule } from '../../check-rule.ts';
import type { ComposeService } from '../../stack/compose-service.ts';
import { mountsOf } from '../../stack/mount.ts';
import type { CheckedDocument, Workspace } from '../../workspace/workspace.ts';
import { composeFile, scrapeFile } from '../scrape/example-scrape.ts';
import { mountPathOf, serviceReading } from '../scrape/scraping-container.ts';

const CONFIG = scrapeFile('shop:8080', '', 'rule_files: [alerts.yml]\n');
const MOUNT = '      - ./alerts.yml:/etc/prometheus/alerts.yml:ro\n';
const RULES = 'groups: []\n';
const withMount = composeFile().replace('  shop:\n', `${MOUNT}  shop:\n`);

/** Rule files that the server does not find. */
export const promRuleFiles: CheckRule = {
  id: 'prom/rule-files',
  severity: 'error',
  why: 'Prometheus starts without a word and has no rules: nothing ever fires.',
  doc: `A path of rule_files that is not there: in the container that the Compose file mounts the
configuration into, no mount covers it; or the file beside the configuration does not exist. Absolute paths
are looked at in containers only, as are patterns, but for those that none of the rule files in a folder of
that name matches.`,
  examples: [
    {
      wrong: { files: { 'prometheus.yml': CONFIG, 'alerts.yml': RULES, 'compose.yaml': composeFile() } },
      right: { files: { 'prometheus.yml': CONFIG, 'alerts.yml': RULES, 'compose.yaml': withMount } },
    },
    {
      wrong: { files: { 'prometheus.yml': CONFIG.replace('alerts.yml', 'alert.yml'), 'alerts.yml': RULES } },
      right: { files: { 'prometheus.yml': CONFIG, 'alerts.yml': RULES } },
    },
  ],
  *run(workspace) {
    for (const document of workspace.documents) {
      if (document.kind !== 'prometheus-config') continue;
      const service = serviceReading(workspace, document, 'prometheus');
      for (const node of document.root.get('rule_files')?.items() ?? []) {
        const fault =
          faultOfPattern(node, workspace) ??
          (service ? faultInContainer(node, service, document) : faultOnDisk(node, workspace, document));
        if (fault) yield { place: document.placeOf(node), ...fault };
      }
    }
  },
};

interface Fault {
  readonly message: string;
  readonly fix: string;
  readonly severity?: 'warning';
}

function faultInContainer(
  node: SourceNode,
  service: ComposeService,
  document: CheckedDocument,
): Fault | undefined {
  const config = mountPathOf(service, document);
  const mounts = mountsOf(service.node);
  // Without the mount of the configuration the image may hold everything.
  if (config === undefined && !mounts.some(({ target }) => target.startsWith('/etc/prometheus')))
    return undefined;
  const path = posix.resolve(posix.dirname(config ?? '/etc/prometheus/prometheus.yml'), node.text() ?? '');
  const folder = path.replace(/\/[^/]*[*?[].*$/, '');
  const isThere = mounts.some(
    ({ target }) =>
      path === target ||
      folder === target ||
      folder.startsWith(`${posix.normalize(target)}/`) ||
      target.startsWith(`${folder}/`),
  );
  if (isThere || service.node.get('build') || service.node.get('configs') || service.node.get('volumes_from'))
    return undefined;
  return {
    message: `nothing is mounted at ${path} in ${service.name}`,
    fix: 'mount the rules there, or write the path where they are mounted',
  };
}

/** `rules/*.yaml` where the folder of that name has rules, and all end in `.yml`. */
function faultOfPattern(node: SourceNode, { files }: Workspace): Fault | undefined {
  const text = node.text() ?? '';
  const folder = posix.basename(posix.dirname(text));
  const base = posix.basename(text);
  if (!/^[\w.*-]+$/.test(base) || !base.includes('*') || /^[.*]*$/.test(folder)) return undefined;
  const beside = files
    .filter(({ kind, source }) => kind === 'rules' && posix.basename(posix.dirname(source.file)) === folder)
    .map(({ source }) => posix.basename(source.file));
  const pattern = new RegExp(`^${base.replaceAll('.', '[.]').replace(/[*]+/g, '.*')}$`);
  if (beside.length === 0 || beside.some((name) => pattern.test(name))) return undefined;
  return { message: `no rule file matches: there is ${beside[0]}`, fix: 'correct the end of the pattern' };
}

function faultOnDisk(node: SourceNode, { hasFile }: Workspace, document: CheckedDocument): Fault | undefined {
  const text = node.text() ?? '';
  if (document.isExample || text === '' || /^\/|[*?[$]/.test(text)) return undefined;
  const path = posix.normalize(posix.join(posix.dirname(document.source.file), text));
  if (hasFile(path) !== false) return undefined;
  // Whoever deploys it may put the file there.
  return {
    message: `there is no file ${path}`,
    fix: 'write the path relative to the configuration',
    severity: 'warning',
  };
}
