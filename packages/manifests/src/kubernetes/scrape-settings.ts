import type { ResolvedTarget } from '@telltale/definition';
import type { YamlMapping } from '@telltale/formats';
import { RELABEL_DEFAULTS } from '@telltale/model';
import type { RelabelRule } from '@telltale/model';

/** What of a scrape stands at the endpoint of a ServiceMonitor and in a ScrapeConfig. */
export function scrapeSettings(target: ResolvedTarget): YamlMapping {
  const { params, honorTimestamps, followRedirects, proxyUrl, metricRelabel = [], tls } = target;
  const honorLabels = target.honorLabels ?? (target.exporter === 'pushgateway' ? true : undefined);
  return {
    ...(params && { params }),
    ...(honorLabels !== undefined && { honorLabels }),
    ...(honorTimestamps !== undefined && { honorTimestamps }),
    ...(followRedirects !== undefined && { followRedirects }),
    ...(proxyUrl !== undefined && { proxyUrl }),
    ...(tls && (tls.serverName ?? tls.insecureSkipVerify) !== undefined && { tlsConfig: tlsConfig(tls) }),
    ...(metricRelabel.length > 0 && { metricRelabelings: relabelingsOf(metricRelabel) }),
  };
}

/** Limits, which a ServiceMonitor has for all of its endpoints. */
export function scrapeLimits({ limits }: ResolvedTarget): YamlMapping {
  if (!limits) return {};
  return {
    sampleLimit: limits.samples,
    targetLimit: limits.targets,
    labelLimit: limits.labels,
    labelNameLengthLimit: limits.labelNameBytes,
    labelValueLengthLimit: limits.labelValueBytes,
  };
}

/** Steps of relabelling, in the fields of the operator. */
export function relabelingsOf(rules: readonly RelabelRule[]): readonly YamlMapping[] {
  return rules.map(({ action, sourceLabels, separator, regex, modulus, targetLabel, replacement }) => ({
    action,
    ...(sourceLabels.length > 0 && { sourceLabels }),
    ...(separator !== RELABEL_DEFAULTS.separator && { separator }),
    ...(regex !== RELABEL_DEFAULTS.regex && { regex }),
    ...(modulus > 0 && { modulus }),
    ...(targetLabel !== '' && { targetLabel }),
    ...(replacement !== RELABEL_DEFAULTS.replacement && { replacement }),
  }));
}

/** Certificates are Secrets of the cluster, which a definition does not know. */
function tlsConfig({ serverName, insecureSkipVerify }: NonNullable<ResolvedTarget['tls']>): YamlMapping {
  return {
    ...(serverName !== undefined && { serverName }),
    ...(insecureSkipVerify !== undefined && { insecureSkipVerify }),
  };
}
