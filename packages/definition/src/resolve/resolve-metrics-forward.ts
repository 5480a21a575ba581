import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { NUMBER, YES_OR_NO, fields, listOf, mappingOf, text, value } from '../faults/shape.ts';
import type { ResolvedMetricsForward } from '../resolved/resolved-outside.ts';
import { DEFAULT_METRICS_FORWARD } from '../resolved/resolved-outside.ts';
import type { MetricsForwardDeclaration } from '../station/outside-declaration.ts';
import { checkAddressWithoutSecret, resolveAccess } from '../targets/resolve-access.ts';
import type { TryPattern } from '../targets/resolve-relabel.ts';
import { resolveRelabel } from '../targets/resolve-relabel.ts';

const EXAMPLE = "{ url: 'http://prometheus:9090/api/v1/write' }";
const LABEL_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const ACCESS_KEYS = ['authorization', 'basicAuth', 'tls', 'proxy', 'headers'];
const QUEUE_KEYS = ['maxSamplesPerSend', 'maxShards', 'maxWait'];
const KEYS = ['name', 'url', ...ACCESS_KEYS, 'externalLabels', 'writeRelabel', ...QUEUE_KEYS];
const MAX_SAMPLES_PER_SEND = 100_000;
const MAX_SHARDS = 64;
/** Set by the protocol. */
const OWN_HEADERS: readonly string[] = [
  'content-type',
  'content-encoding',
  'x-prometheus-remote-write-version',
];

const DESTINATIONS = listOf(
  fields(
    {
      name: text(),
      url: text(`write ${EXAMPLE}`),
      basicAuth: fields({}, "write { username: '…', password: { env: '…' } }"),
      tls: fields({ insecureSkipVerify: YES_OR_NO }, "write { caFile: '…' }"),
      headers: mappingOf(
        value((one) => one !== null, 'write a text, or where the secret is'),
        "write headers: { 'X-Scope-OrgID': 'shop' }",
      ),
      externalLabels: mappingOf(text("write the label's value as text"), "write labels: { zone: 'a' }"),
      writeRelabel: listOf(
        fields({}, "write { action: 'drop', … }"),
        "write a list: [{ action: 'labeldrop', regex: '…' }]",
      ),
      maxSamplesPerSend: NUMBER,
      maxShards: NUMBER,
    },
    `write ${EXAMPLE}`,
  ),
  `write a list: [${EXAMPLE}]`,
);

/** Where metrics are forwarded by remote write, checked; a destination with a fault is left out. */
export function resolveMetricsForward(
  declared: readonly MetricsForwardDeclaration[] | undefined,
  faults: FaultList,
  tryPattern: TryPattern,
): readonly ResolvedMetricsForward[] {
  const path = 'station.forward.metrics';
  if (declared === undefined || !faults.hasShape(DESTINATIONS, declared, path)) return [];
  const resolved = declared.map((one, place) => resolveOne(one, `${path}.${place}`, faults, tryPattern));
  const names = resolved.map(({ name, url }) => name ?? url);
  for (const [place, name] of names.entries()) {
    if (names.indexOf(name) === place) continue;
    faults.add(`${path}.${place}.name`, 'there is such a destination already: give each a name of its own');
  }
  return resolved;
}

function resolveOne(
  declared: MetricsForwardDeclaration,
  path: string,
  faults: FaultList,
  tryPattern: TryPattern,
): ResolvedMetricsForward {
  const { name, url, externalLabels = {}, writeRelabel = [], maxWait, ...others } = declared;
  checkKeys(declared, KEYS, path, faults);
  checkAddressWithoutSecret(url, `${path}.url`, 'http://prometheus:9090/api/v1/write', faults);
  if (URL.parse(url)?.pathname === '/') {
    faults.add(`${path}.url`, 'write the path, too: /api/v1/write for Prometheus, /api/v1/push for Mimir');
  }
  for (const label of Object.keys(externalLabels)) {
    if (!LABEL_NAME.test(label))
      faults.add(`${path}.externalLabels.${label}`, 'this is not a name of a label');
  }
  for (const header of Object.keys(others.headers ?? {})) {
    if (OWN_HEADERS.includes(header.toLowerCase())) {
      faults.add(`${path}.headers.${header}`, 'this header is set by remote write itself');
    }
  }
  const { maxSamplesPerSend, maxShards, maxWaitMs } = DEFAULT_METRICS_FORWARD;
  return {
    ...(name !== undefined && { name }),
    url,
    access: resolveAccess(others, path, faults),
    externalLabels,
    writeRelabel: resolveRelabel(writeRelabel, `${path}.writeRelabel`, faults, tryPattern),
    maxSamplesPerSend: between(others.maxSamplesPerSend ?? maxSamplesPerSend, MAX_SAMPLES_PER_SEND, {
      path: `${path}.maxSamplesPerSend`,
      faults,
    }),
    maxShards: between(others.maxShards ?? maxShards, MAX_SHARDS, { path: `${path}.maxShards`, faults }),
    maxWaitMs: faults.durationMs(`${path}.maxWait`, maxWait, maxWaitMs),
  };
}

function between(
  given: number,
  most: number,
  { path, faults }: { readonly path: string; readonly faults: FaultList },
): number {
  if (Number.isInteger(given) && given >= 1 && given <= most) return given;
  faults.add(path, `write a whole number from 1 to ${most}`);
  return 1;
}
