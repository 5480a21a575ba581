import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createHttpTransport, createNotifier, createSmtpTransport, readSecret } from '@telltale/alerting';
import { LabelSet, createMemoryState, systemClock } from '@telltale/model';
import type { Receiver } from '@telltale/model';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import type { Program } from '../support/program.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const SUBJECT = 'Dev-PyNode Alert: {{ .GroupLabels.alertname }}';
const TEXT = `{{ range .Alerts }}
Alert: {{ .Annotations.summary }}
Description: {{ .Annotations.description }}
{{ end }}`;
const EXTERNAL_URL = 'http://alertmanager.example';

const ALERT = {
  labels: { alertname: 'AIServiceDown', job: 'ai-service', severity: 'critical', zone: 'a<b>&"ü"' },
  annotations: {
    summary: 'AI service is down',
    description: 'AI service has been down for more than 1 minute',
  },
  startsAt: '2026-01-02T03:04:05.678Z',
  generatorURL: 'http://prometheus.example/graph?g0.expr=up%7B%7D&g0.tab=1',
};

interface ReceivedMail {
  readonly subject: string | undefined;
  readonly text: string | undefined;
  readonly from: string | undefined;
  readonly to: readonly (string | undefined)[];
}

describe.skipIf(!hasProgram('prometheus-alertmanager'))(
  'a receiver hears the same as from a real Alertmanager',
  () => {
    const folder = suiteFolder();
    const messages: Record<string, unknown>[] = [];
    const mails: ReceivedMail[] = [];
    let alertmanager: Program;
    let ports: { readonly http: number; readonly smtp: number };
    const http = createServer((request, response) => {
      void request.toArray().then(
        (chunks) => {
          messages.push(JSON.parse(Buffer.concat(chunks).toString()));
          return response.end('ok');
          // Who sends may end before all has come.
        },
        () => undefined,
      );
    });
    const smtp = new SMTPServer({
      authOptional: true,
      logger: false,
      disableReverseLookup: true,
      onData: (stream, _, callback) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          callback();
          void PostalMime.parse(Buffer.concat(chunks)).then(({ subject, text, from, to = [] }) =>
            mails.push({
              subject,
              text: text?.trimEnd(),
              from: from?.address,
              to: to.map(({ address }) => address),
            }),
          );
        });
      },
    });

    beforeAll(async () => {
      await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
      await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
      ports = {
        http: (http.address() as AddressInfo).port,
        smtp: (smtp.server.address() as AddressInfo).port,
      };
      alertmanager = await tellByAlertmanager();
      await waitFor(
        'the message and the mail of Alertmanager',
        () => messages.length > 0 && mails.length > 0,
      );
      await tellByStation();
      await waitFor('ours', () => messages.length > 1 && mails.length > 1);
    });

    afterAll(async () => {
      await stopProgram(alertmanager);
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
    });

    async function tellByAlertmanager(): Promise<Program> {
      const configuration = {
        global: {
          smtp_smarthost: `127.0.0.1:${ports.smtp}`,
          smtp_from: 'alerts@dev-pynode.com',
          smtp_require_tls: false,
        },
        route: {
          group_by: ['alertname'],
          group_wait: '0s',
          group_interval: '10s',
          repeat_interval: '1h',
          receiver: 'web.hook',
        },
        receivers: [
          {
            name: 'web.hook',
            webhook_configs: [{ url: `http://127.0.0.1:${ports.http}/` }],
            email_configs: [
              { to: 'admin@dev-pynode.com', headers: { Subject: SUBJECT }, text: TEXT, html: '' },
            ],
          },
        ],
      };
      const file = join(folder.path, 'alertmanager.yml');
      writeFileSync(file, JSON.stringify(configuration));
      const port = await freePort();
      const program = startProgram('prometheus-alertmanager', [
        `--config.file=${file}`,
        `--storage.path=${folder.path}`,
        `--web.listen-address=127.0.0.1:${port}`,
        `--web.external-url=${EXTERNAL_URL}`,
        '--web.route-prefix=/',
        '--cluster.listen-address=',
      ]);
      await waitFor('Alertmanager', async () => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok);
      const response = await fetch(`http://127.0.0.1:${port}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([ALERT]),
      });
      expect(response.status).toBe(200);
      return program;
    }

    async function tellByStation(): Promise<void> {
      const common = { name: 'web.hook', sendResolved: true };
      const receivers: readonly Receiver[] = [
        { ...common, kind: 'webhook', url: `http://127.0.0.1:${ports.http}/` },
        {
          ...common,
          kind: 'email',
          to: ['admin@dev-pynode.com'],
          from: 'alerts@dev-pynode.com',
          smarthost: `127.0.0.1:${ports.smtp}`,
          requireTls: false,
          subject: SUBJECT,
          text: TEXT,
        },
      ];
      const route = {
        receiver: 'web.hook',
        matchers: [],
        continue: false,
        groupBy: ['alertname'],
        groupWaitMs: 0,
        groupIntervalMs: 10_000,
        repeatIntervalMs: 3_600_000,
        routes: [],
      };
      const notifier = createNotifier({
        configuration: { route, receivers },
        services: { http: createHttpTransport(), mail: createSmtpTransport(), secrets: readSecret },
        clock: systemClock,
        state: createMemoryState(),
        externalUrl: EXTERNAL_URL,
      });
      await notifier.start();
      notifier.accept([
        {
          labels: LabelSet.of(ALERT.labels),
          annotations: ALERT.annotations,
          startsAtMs: Date.parse(ALERT.startsAt),
          endsAtMs: Date.now() + 300_000,
          generatorUrl: ALERT.generatorURL,
        },
      ]);
      await waitFor('delivery', () => notifier.notifications().length > 1);
      await notifier.stop();
    }

    test('the webhook message is equal, but that ours also says why it was sent', () => {
      const [theirs, ours] = messages;
      const { notification_reason: reason, ...rest } = ours;
      expect(reason).toBe('first notification');
      expect(rest).toEqual(theirs);
    });

    test('the mail has the same subject, text, sender and recipient', () => {
      const [theirs, ours] = mails;
      expect(theirs.subject).toBe('Dev-PyNode Alert: AIServiceDown');
      expect(ours).toEqual(theirs);
    });
  },
);
