import { TelltaleError } from '@telltale/model';

/** Where the alerts of one Alertmanager are posted. */
export interface AlertmanagerAddress {
  /** `http://host:9093/api/v2/alerts`, without a user and password: shown to people. */
  readonly url: string;
  /** What the user and password of the address become. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Reads the base address of an Alertmanager, such as `http://am-1:9093` or
 * `https://user:password@example.org/alertmanager`.
 *
 * @throws TelltaleError TT_DEFINITION_INVALID where it is no HTTP address.
 */
export function parseAlertmanagerAddress(text: string): AlertmanagerAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    // Without the text itself: it may hold a password.
    throw new TelltaleError(
      'TT_DEFINITION_INVALID',
      'The address of an Alertmanager must begin with http:// or https://, such as http://alertmanager:9093.',
    );
  }
  const { username, password, origin, pathname } = url;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    url: `${origin}${pathname.replace(/\/+$/, '')}/api/v2/alerts`,
    headers:
      username === '' && password === ''
        ? {}
        : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
  };
}
