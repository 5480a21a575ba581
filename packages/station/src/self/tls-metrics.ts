import type { InstrumentsOf } from '@telltale/sdk';
import { counter, gauge } from '@telltale/sdk/define';
import type { Validity } from '../tls/server-certificate.ts';
import type { TlsRefusalReason } from '../tls/station-tls.ts';

const REASONS = [
  'no_certificate',
  'expired',
  'not_valid_yet',
  'unknown_authority',
  'wrong_name',
  'invalid_certificate',
  'plain_http',
  'no_tls',
  'old_version',
  'own_certificate_refused',
  'closed',
  'timeout',
  'other',
] as const satisfies readonly TlsRefusalReason[];

/** TLS of the station's own ports. */
export const tlsMetrics = {
  telltale_tls_refused_total: counter({
    help: 'Requests and connections that were refused over TLS, by what was wrong with the client.',
    labels: { reason: REASONS },
  }),
  telltale_tls_unusable_certificates_total: counter({
    help: 'Changes of the files of the certificate that could not be used; the one before stays in force.',
  }),
  telltale_tls_certificate_start_timestamp_seconds: gauge({
    help: "Begin of the station's certificate, as Unix time; 0 where it has none.",
    unit: 'seconds',
  }),
  telltale_tls_certificate_expiry_timestamp_seconds: gauge({
    help: "End of the station's certificate, as Unix time; 0 where it has none.",
    unit: 'seconds',
  }),
};

/** Reads at each gathering from when to when the certificate counts. */
export function collectTls(
  metrics: InstrumentsOf<typeof tlsMetrics>,
  certificate: () => Validity | undefined,
): void {
  metrics.telltale_tls_certificate_start_timestamp_seconds.collect(
    () => (certificate()?.startMs ?? 0) / 1000,
  );
  metrics.telltale_tls_certificate_expiry_timestamp_seconds.collect(() => (certificate()?.endMs ?? 0) / 1000);
}
