import type { ResolvedBlackboxProbe, ResolvedHttpProbe, ResolvedScrapeTls } from '@telltale/definition';
import type { YamlMapping } from '@telltale/formats';
import { formatDuration } from '@telltale/model';
import { mountedSecretOf } from '../secrets/stack-secret.ts';

const TLS_VERSIONS = { 'TLSv1.2': 'TLS12', 'TLSv1.3': 'TLS13' } as const;

/** A probe as a module of blackbox_exporter; its address is not part of it. */
export function blackboxModule(probe: ResolvedBlackboxProbe): YamlMapping {
  const prober = { prober: probe.kind, timeout: formatDuration(probe.timeoutMs) };
  if (probe.kind === 'http') return { ...prober, http: httpModule(probe) };
  const { tls } = probe;
  return {
    ...prober,
    tcp: {
      preferred_ip_protocol: probe.ipProtocol,
      ...(tls && { tls: true }),
      ...(tls && Object.keys(tls).length > 0 && { tls_config: tlsConfig(tls) }),
    },
  };
}

function httpModule(probe: ResolvedHttpProbe): YamlMapping {
  const { method, statuses, requestBody, body, bodyNot, bodyLimitBytes, ipProtocol, access } = probe;
  const { authorization, basicAuth, tls, followRedirects } = access;
  const headers = plainHeaders(probe);
  return {
    method,
    preferred_ip_protocol: ipProtocol,
    ...(statuses.length > 0 && { valid_status_codes: statuses }),
    ...(followRedirects !== undefined && { follow_redirects: followRedirects }),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(requestBody !== undefined && { body: requestBody }),
    body_size_limit: `${bodyLimitBytes}B`,
    ...(body !== undefined && { fail_if_body_not_matches_regexp: [body] }),
    ...(bodyNot !== undefined && { fail_if_body_matches_regexp: [bodyNot] }),
    ...(tls && { tls_config: tlsConfig(tls) }),
    ...(authorization && { authorization: { credentials_file: mountedSecretOf(authorization) } }),
    ...(basicAuth && {
      basic_auth: { username: basicAuth.username, password_file: mountedSecretOf(basicAuth.password) },
    }),
  };
}

/** Headers whose values may stand in a file. */
function plainHeaders({ access }: ResolvedHttpProbe): Readonly<Record<string, string>> {
  const plain = Object.entries(access.headers ?? {}).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return Object.fromEntries(plain);
}

function tlsConfig({ caFile, certFile, keyFile, serverName, ...tls }: ResolvedScrapeTls): YamlMapping {
  return {
    ...(caFile !== undefined && { ca_file: caFile }),
    ...(certFile !== undefined && { cert_file: certFile }),
    ...(keyFile !== undefined && { key_file: keyFile }),
    ...(serverName !== undefined && { server_name: serverName }),
    ...(tls.insecureSkipVerify !== undefined && { insecure_skip_verify: tls.insecureSkipVerify }),
    ...(tls.minVersion && { min_version: TLS_VERSIONS[tls.minVersion] }),
  };
}

/** What of a probe its module cannot say, or needs beside itself. */
export function blackboxNotes(probe: ResolvedBlackboxProbe): readonly string[] {
  const tls = probe.kind === 'http' ? probe.access.tls : probe.tls;
  const files = [tls?.caFile, tls?.certFile, tls?.keyFile].filter((file) => file !== undefined);
  const headers = probe.kind === 'http' ? Object.entries(probe.access.headers ?? {}) : [];
  const secret = headers.flatMap(([name, value]) => (typeof value === 'string' ? [] : [name]));
  return [
    ...(files.length > 0
      ? [
          `The module ${probe.name} reads ${files.join(', ')}, from the folder that the exporter is started in.`,
        ]
      : []),
    ...(secret.length > 0
      ? [
          `Left out of the module ${probe.name}: ${secret.join(', ')}, for blackbox_exporter reads no header from a file.`,
        ]
      : []),
  ];
}
