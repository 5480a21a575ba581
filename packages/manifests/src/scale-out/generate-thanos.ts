import type { ResolvedDefinition } from '@telltale/definition';
import { printRuleFile, printYamlDocument } from '@telltale/formats';
import { formatDuration } from '@telltale/model';
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

const BUCKET_CONFIG = '/etc/thanos/bucket.yml';
const RULES = '/etc/thanos/rules.yml';
const HTTP_PORT = 10902;
const GRPC_PORT = 10901;
const RECEIVE_PORT = 19291;
/** On the host: 10902 is the querier's, which people and the station ask. */
const ADDRESSES = [`--http-address=0.0.0.0:${HTTP_PORT}`, `--grpc-address=0.0.0.0:${GRPC_PORT}`];
const BUCKET = `--objstore.config-file=${BUCKET_CONFIG}`;
/** Receivers and rulers that run twice write the same series with another value of it. */
const REPLICA_LABEL = 'replica';
/** As late as the station takes samples. */
const OUT_OF_ORDER_WINDOW = '1h';
const HEAD_RETENTION = '2d';

/**
 * Generates what a station needs that forwards its metrics to Thanos: receiver, querier, ruler, store gateway and compactor
 * as a Compose file, the bucket's configuration and the rules. Nothing for a definition that forwards to no address with the
 * path `/api/v1/receive`.
 */
export function generateThanos(
  definition: ResolvedDefinition,
  options: GenerateOptions = {},
): readonly GeneratedFile[] {
  const context = composeContext(definition, options);
  if (!context || !forwardsTo(definition, '/api/v1/receive')) return [];
  const header = fileHeader(definition);
  const groups = ruleGroups(definition);
  const bucket = printYamlDocument({ type: 'FILESYSTEM', config: { directory: '/bucket' } }, [
    ...header,
    'A folder that all components share: on one machine. Name an S3 or GCS bucket here for several.',
  ]);
  const rules = printRuleFile(groups, { header, ofRule: ruleComments(definition) });
  return [
    { path: 'thanos/bucket.yml', text: bucket },
    ...(groups.length > 0 ? [{ path: 'thanos/rules.yml', text: rules }] : []),
    scaleOutCompose(context, 'thanos', thanosServices(context, groups.length > 0)),
  ];
}

function thanosServices(context: ComposeContext, hasRules: boolean): Record<string, ComposeService> {
  const { stack } = context;
  const retention = formatDuration(stack.retentionMs);
  const stores = ['thanos-receive', 'thanos-store', ...(hasRules ? ['thanos-rule'] : [])];
  return {
    'thanos-receive': {
      ...component(context, 'thanos_receive', [
        'receive',
        ...ADDRESSES,
        `--remote-write.address=0.0.0.0:${RECEIVE_PORT}`,
        '--tsdb.path=/data',
        `--tsdb.retention=${HEAD_RETENTION}`,
        `--tsdb.out-of-order.time-window=${OUT_OF_ORDER_WINDOW}`,
        '--tsdb.enable-native-histograms',
        `--label=${REPLICA_LABEL}="receive-0"`,
        BUCKET,
      ]),
      ports: [loopbackPort(RECEIVE_PORT, RECEIVE_PORT)],
    },
    'thanos-query': {
      ...component(context, undefined, [
        'query',
        ...ADDRESSES,
        ...stores.map((name) => `--endpoint=${name}:${GRPC_PORT}`),
        `--query.replica-label=${REPLICA_LABEL}`,
      ]),
      ports: [loopbackPort(HTTP_PORT, HTTP_PORT)],
    },
    ...(hasRules && { 'thanos-rule': rulerService(context) }),
    'thanos-store': component(context, 'thanos_store', ['store', ...ADDRESSES, '--data-dir=/data', BUCKET]),
    'thanos-compact': component(context, 'thanos_compact', [
      'compact',
      '--wait',
      `--http-address=0.0.0.0:${HTTP_PORT}`,
      '--data-dir=/data',
      `--retention.resolution-raw=${retention}`,
      `--retention.resolution-5m=${retention}`,
      `--retention.resolution-1h=${retention}`,
      BUCKET,
    ]),
  };
}

function rulerService(context: ComposeContext): ComposeService {
  const { definition } = context;
  const service = component(context, 'thanos_rule', [
    'rule',
    ...ADDRESSES,
    '--data-dir=/data',
    `--eval-interval=${formatDuration(definition.evaluationIntervalMs)}`,
    `--rule-file=${RULES}`,
    `--query=thanos-query:${HTTP_PORT}`,
    ...alertmanagerUrls(context).map((url) => `--alertmanagers.url=${url}`),
    `--label=${REPLICA_LABEL}="rule-0"`,
    `--alert.label-drop=${REPLICA_LABEL}`,
    BUCKET,
  ]);
  const rules = readOnlyMount(context, 'thanos/rules.yml', RULES);
  return { ...service, volumes: [rules, ...(service.volumes ?? [])] };
}

/** @param volume - has what the component keeps besides the bucket; a querier keeps nothing. */
function component(
  context: ComposeContext,
  volume: string | undefined,
  command: readonly string[],
): ComposeService {
  return {
    image: pinnedImage('thanos'),
    // That of the image may not write to a new volume.
    user: '0:0',
    command,
    ...(volume !== undefined && {
      volumes: [
        readOnlyMount(context, 'thanos/bucket.yml', BUCKET_CONFIG),
        volumeAt(context, 'thanos_bucket', '/bucket'),
        volumeAt(context, volume, '/data'),
      ],
    }),
    ...COMMON,
    ...LOCKED,
    ...limitsOf(context, 'thanos'),
  };
}
