import type { ResolvedDefinition } from '@telltale/definition';
import { printRuleFile, printYamlDocument } from '@telltale/formats';
import { formatDuration, slugOf } from '@telltale/model';
import { composeContext, readOnlyMount } from '../compose/compose-context.ts';
import type { ComposeContext } from '../compose/compose-context.ts';
import type { ComposeService } from '../compose/compose-file.ts';
import { COMMON, LOCKED, limitsOf, loopbackPort, volumeAt } from '../compose/service-parts.ts';
import { fileHeader } from '../file-header.ts';
import type { GenerateOptions } from '../generate-options.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { ruleComments } from '../prometheus/rule-comments.ts';
import { ruleGroups } from '../prometheus/rule-groups.ts';
import { pinnedImage } from '../versions/known-versions.ts';
import { alertmanagerUrls } from './alertmanager-urls.ts';
import { forwardsTo } from './forwards-to.ts';
import { scaleOutCompose } from './scale-out-compose.ts';

const CONFIG = '/etc/mimir/mimir.yml';
const PORT = 9009;
/** As late as the station takes samples. */
const OUT_OF_ORDER_WINDOW = '1h';
/** The series that a station may have. */
const MAX_SERIES = 500_000;
/** After an outage the station sends what it has kept, as fast as it is taken. */
const INGESTION_RATE = 100_000;
const INGESTION_BURST = 1_000_000;

/**
 * Generates what a station needs that forwards its metrics to Mimir: its configuration as one process with a disk, the rules
 * of the definition as a namespace for `mimirtool`, and a Compose file. Nothing for a definition that forwards to no address
 * with the path `/api/v1/push`.
 */
export function generateMimir(
  definition: ResolvedDefinition,
  options: GenerateOptions = {},
): readonly GeneratedFile[] {
  const context = composeContext(definition, options);
  const destination = forwardsTo(definition, '/api/v1/push');
  if (!context || !destination) return [];
  const header = fileHeader(definition);
  const compose = scaleOutCompose(context, 'mimir', { mimir: mimirService(context) });
  const config: GeneratedFile = {
    path: 'mimir/mimir.yml',
    text: printYamlDocument(mimirConfig(context), [
      ...header,
      'Start Mimir with -config.file and this file.',
    ]),
  };
  const groups = ruleGroups(definition);
  if (groups.length === 0) return [config, compose];
  const { origin } = new URL(destination.url);
  const path = `mimir/rules/${slugOf(definition.service) || 'rules'}.yml`;
  const rules = printRuleFile(groups, {
    header: [
      ...header,
      'The namespace in Mimir is the name of this file. Once the samples are there, Mimir evaluates the rules:',
      `mimirtool rules sync --address=${origin} --id=anonymous ${path}`,
    ],
    ofRule: ruleComments(definition),
  });
  return [config, { path, text: rules }, compose];
}

function mimirConfig(context: ComposeContext) {
  const { stack } = context;
  const [alertmanager] = alertmanagerUrls(context);
  const disk = (dir: string) => ({ backend: 'filesystem', filesystem: { dir } });
  return {
    target: 'all',
    multitenancy_enabled: false,
    server: { http_listen_port: PORT },
    blocks_storage: {
      ...disk('/data/blocks'),
      tsdb: { dir: '/data/tsdb' },
      bucket_store: { sync_dir: '/data/sync' },
    },
    compactor: { data_dir: '/data/compactor' },
    ingester: { ring: { replication_factor: 1 } },
    store_gateway: { sharding_ring: { replication_factor: 1 } },
    ruler_storage: disk('/data/rules'),
    ruler: {
      rule_path: '/data/ruler',
      ...(alertmanager !== undefined && { alertmanager_url: alertmanager }),
    },
    alertmanager_storage: disk('/data/alertmanager'),
    limits: {
      compactor_blocks_retention_period: formatDuration(stack.retentionMs),
      max_global_series_per_user: MAX_SERIES,
      ingestion_rate: INGESTION_RATE,
      ingestion_burst_size: INGESTION_BURST,
      out_of_order_time_window: OUT_OF_ORDER_WINDOW,
      native_histograms_ingestion_enabled: true,
      max_global_exemplars_per_user: 100_000,
      // A service has its rules in one group; Mimir would take 20 of them.
      ruler_max_rules_per_rule_group: 0,
      ruler_max_rule_groups_per_tenant: 0,
    },
  };
}

/** The image holds nothing but the program: there is nothing to check its health with. */
function mimirService(context: ComposeContext): ComposeService {
  return {
    image: pinnedImage('mimir'),
    command: [`-config.file=${CONFIG}`],
    ports: [loopbackPort(context.stack.ports.mimir, PORT)],
    volumes: [readOnlyMount(context, 'mimir/mimir.yml', CONFIG), volumeAt(context, 'mimir', '/data')],
    ...COMMON,
    ...LOCKED,
    ...limitsOf(context, 'mimir'),
  };
}
