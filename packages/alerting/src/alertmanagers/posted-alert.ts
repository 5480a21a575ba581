import type { AlertUpdate } from '../alerts/alert-update.ts';

/** An alert in the API of Alertmanager: `postableAlert`. */
export interface PostedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** RFC 3339. */
  readonly startsAt: string;
  /** RFC 3339; while the alert fires a time in the future, until which it counts as firing. */
  readonly endsAt: string;
  readonly generatorURL: string;
}

/** An alert as Prometheus posts it; a relative `generatorUrl` is one of this server. */
export function postedAlert(alert: AlertUpdate, externalUrl: string): PostedAlert {
  const { labels, annotations, startsAtMs, endsAtMs, generatorUrl } = alert;
  const base = externalUrl.endsWith('/') ? externalUrl : `${externalUrl}/`;
  // A path such as `/graph` stays below the path of the server's own address.
  const path = generatorUrl.replace(/^\/+/, '');
  return {
    labels: labels.toObject(),
    annotations,
    startsAt: new Date(startsAtMs).toISOString(),
    endsAt: new Date(endsAtMs).toISOString(),
    generatorURL: URL.canParse(generatorUrl) ? generatorUrl : `${base}${path}`,
  };
}
