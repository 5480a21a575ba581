import type { SourceNode } from '@telltale/formats';
import type { CheckRule } from '../../check-rule.ts';

/** Names inside a machine or a network of containers have no dot, or end in one of these. */
const LOCAL =
  /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[|[^./]+(?::\d+)?(?:\/|$)|[^/]*\.(?:local|internal|localhost|svc|cluster\.local)(?::\d+)?(?:\/|$))/i;

/** What leaves the network unencrypted. */
export const secNoTls: CheckRule = {
  id: 'sec/no-tls',
  severity: 'warning',
  preset: 'strict',
  why: 'Everybody on the way reads and changes what is sent, passwords included.',
  doc: 'Alertmanager sends mail with `require_tls: false` to another machine, or a webhook, a remote write or a remote read goes to a public address by `http://`. Names without a dot and private addresses are left alone.',
  examples: [
    {
      wrong: {
        files: {
          'prometheus.yml':
            'scrape_configs: []\nremote_write:\n  - url: http://metrics.example.com/api/v1/push\n',
        },
      },
      right: {
        files: {
          'prometheus.yml':
            'scrape_configs: []\nremote_write:\n  - url: https://metrics.example.com/api/v1/push\n',
        },
      },
    },
  ],
  *run({ documents }) {
    for (const { kind, root, placeOf } of documents) {
      if (kind === 'alertmanager-config') {
        for (const node of withoutTls(root)) {
          yield {
            place: placeOf(node),
            message: 'mail may be sent without TLS',
            fix: 'remove the line: TLS is required by default',
          };
        }
      }
      if (kind !== 'alertmanager-config' && kind !== 'prometheus-config') continue;
      for (const node of remoteUrls(root)) {
        yield { place: placeOf(node), message: `${node.text() ?? ''} is not encrypted`, fix: 'use https://' };
      }
    }
  },
};

function withoutTls(root: SourceNode): readonly SourceNode[] {
  const mails = (root.get('receivers')?.items() ?? []).flatMap(
    (receiver) => receiver.get('email_configs')?.items() ?? [],
  );
  const own = root.at('global', 'smtp_require_tls');
  const host = root.at('global', 'smtp_smarthost')?.text() ?? '';
  const flags = [
    ...(own && !LOCAL.test(host) ? [own] : []),
    ...mails.flatMap((mail) => mail.get('require_tls') ?? []),
  ];
  return flags.filter((flag) => flag.boolean() === false);
}

function remoteUrls(root: SourceNode): readonly SourceNode[] {
  const remotes = ['remote_write', 'remote_read'].flatMap((key) => root.get(key)?.items() ?? []);
  const webhooks = (root.get('receivers')?.items() ?? []).flatMap(
    (receiver) => receiver.get('webhook_configs')?.items() ?? [],
  );
  return [...remotes, ...webhooks].flatMap((item) => {
    const url = item.get('url');
    const text = url?.text() ?? '';
    return url && text.startsWith('http://') && !LOCAL.test(text.slice('http://'.length)) ? [url] : [];
  });
}
