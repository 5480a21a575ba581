import type { HttpClientConfig, ParsedScrapeConfig, RelabelConfig } from '@telltale/formats';
import { relabelRuleOf } from '@telltale/formats';
import { formatDuration, parseByteSize } from '@telltale/model';

/** What a target of a definition takes, as data; absent fields have no value. */
export type TargetData = Readonly<Record<string, unknown>>;

/** The options of a target, and the fields of the job that are lost. */
export interface DraftedOptions {
  readonly options: TargetData;
  /** Names as in the file. */
  readonly lost: readonly string[];
  /** Fields with a secret in the file itself. */
  readonly secrets: readonly string[];
}

const TLS_VERSIONS: Readonly<Record<string, string>> = { TLS12: 'TLSv1.2', TLS13: 'TLSv1.3' };

/** What of a job goes into the options of a target, beside its addresses, times and token. */
export function draftTargetOptions(job: ParsedScrapeConfig): DraftedOptions {
  const { params, honorLabels, honorTimestamps, relabelConfigs, metricRelabelConfigs } = job;
  const { alwaysScrapeClassicHistograms: withClassic, scrapeNativeHistograms: isNative } = job;
  const discover = discoveries(job);
  return {
    options: present({
      params,
      nativeHistograms: isNative ? (withClassic ? 'with-classic' : true) : undefined,
      honorLabels,
      honorTimestamps,
      ...accessData(job),
      discover: discover.length > 1 ? discover : discover[0],
      relabel: relabelData(relabelConfigs),
      metricRelabel: relabelData(metricRelabelConfigs),
      limits: limitsData(job),
    }),
    lost: [...job.unreadFields, ...(withClassic && !isNative ? ['always_scrape_classic_histograms'] : [])],
    secrets: [job, ...(job.httpSdConfigs ?? [])].flatMap(secretFields),
  };
}

/** Without the fields that have no value; nothing where none has one. */
function present(data: TargetData): TargetData {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}

function some(data: TargetData): TargetData | undefined {
  return Object.values(data).some((value) => value !== undefined) ? present(data) : undefined;
}

function accessData({
  basicAuth,
  tls,
  proxyUrl,
  httpHeaders,
  followRedirects,
}: HttpClientConfig): TargetData {
  const { username, passwordFile } = basicAuth ?? {};
  const { minVersion, ...files } = tls ?? {};
  const headers = Object.entries(httpHeaders ?? {}).flatMap(([name, header]): [string, unknown][] => {
    if (header.values.length > 0) return [[name, header.values.join(', ')]];
    return header.files.length > 0 ? [[name, { file: header.files[0] }]] : [];
  });
  return {
    basicAuth:
      username !== undefined && passwordFile !== undefined
        ? { username, password: { file: passwordFile } }
        : undefined,
    tls: tls && some({ ...files, minVersion: TLS_VERSIONS[minVersion ?? ''] }),
    proxy: proxyUrl,
    headers: headers.length > 0 ? Object.fromEntries(headers) : undefined,
    followRedirects,
  };
}

/** What stands in the file and must not stand in a definition. */
function secretFields({ basicAuth, credentials, httpHeaders }: HttpClientConfig): readonly string[] {
  const isLost = basicAuth && (basicAuth.username === undefined || basicAuth.passwordFile === undefined);
  return [
    ...(credentials === undefined ? [] : ['authorization']),
    ...(isLost ? ['basic_auth'] : []),
    ...(Object.values(httpHeaders ?? {}).some(({ secrets }) => secrets.length > 0) ? ['http_headers'] : []),
  ];
}

function discoveries(job: ParsedScrapeConfig): readonly TargetData[] {
  const { fileSdConfigs = [], httpSdConfigs = [], dnsSdConfigs = [] } = job;
  const every = (ms: number | undefined) => (ms === undefined ? undefined : formatDuration(ms));
  return [
    ...fileSdConfigs.map((one) => ({ kind: 'file', files: one.files, every: every(one.refreshIntervalMs) })),
    ...httpSdConfigs.map((one) => ({
      kind: 'http',
      url: one.url,
      every: every(one.refreshIntervalMs),
      authorization: one.credentialsFile === undefined ? undefined : { file: one.credentialsFile },
      ...accessData(one),
    })),
    ...dnsSdConfigs.map(({ names, type = 'SRV', port, refreshIntervalMs }) => ({
      kind: 'dns',
      names,
      ...(type !== 'SRV' && { type, port }),
      every: every(refreshIntervalMs),
    })),
  ].map(present);
}

function relabelData(configs: readonly RelabelConfig[]): readonly TargetData[] | undefined {
  return configs.length > 0 ? configs.map(ruleData) : undefined;
}

/** The fields that a definition takes for the action. */
function ruleData(config: RelabelConfig): TargetData {
  const { action, sourceLabels, separator, regex, modulus, targetLabel, replacement } = relabelRuleOf(config);
  const joined = { sourceLabels, separator: separator === ';' ? undefined : separator };
  switch (action) {
    case 'keep':
    case 'drop':
      return present({ action, ...joined, regex });
    case 'keepequal':
    case 'dropequal':
      return { action, sourceLabels, targetLabel };
    case 'hashmod':
      return present({ action, ...joined, modulus, targetLabel });
    case 'lowercase':
    case 'uppercase':
      return present({ action, ...joined, targetLabel });
    case 'labelmap':
      return { action, regex, replacement };
    case 'labeldrop':
    case 'labelkeep':
      return { action, regex };
    case 'replace':
      return present({
        sourceLabels: sourceLabels.length > 0 ? sourceLabels : undefined,
        separator: joined.separator,
        regex: config.regex,
        targetLabel,
        replacement: config.replacement,
      });
  }
}

/** Zero is no limit for Prometheus; a definition always has one. */
function limitsData(job: ParsedScrapeConfig): TargetData | undefined {
  const size = (bytes: number | undefined) => (bytes ? `${bytes}B` : undefined);
  return some({
    samples: job.sampleLimit || undefined,
    bodySize: size(parseByteSize(job.bodySizeLimit ?? '')),
    labels: job.labelLimit || undefined,
    labelNameSize: size(job.labelNameLengthLimit),
    labelValueSize: size(job.labelValueLengthLimit),
    targets: job.targetLimit || undefined,
  });
}
