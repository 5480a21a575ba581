import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { startPrometheusOver } from '../support/prometheus-over-samples.ts';
import { stopProgram } from '../support/program.ts';
import { queryInstant, startStation, telltale } from '../support/telltale.ts';
import type { RunningStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const ADDRESS = 'ada.lovelace@example.com';
const CARD = '4111 1111 1111 1111';
const SECRETS = [ADDRESS, CARD, 'hunter2', 'lovelace'];
const IDS = Array.from({ length: 30 }, () => randomUUID());

/** A program without the SDK, whose labels say too much. */
const PAGE = `# TYPE mails_sent_total counter
mails_sent_total{recipient="${ADDRESS}"} 3
mails_sent_total{recipient="support"} 9
# TYPE uploads_total counter
${IDS.map((id) => `uploads_total{upload="${id}"} 1`).join('\n')}
# TYPE logins_total counter
logins_total{customer_email="__redacted__",route="/login"} 7
`;

interface Finding {
  readonly kind: string;
  readonly where: string;
  readonly count: number;
  readonly sample: string;
  readonly metrics?: readonly string[];
}

interface Review {
  readonly records: number;
  readonly findings: readonly Finding[];
  readonly accepted: readonly (Finding & { readonly reason: string })[];
  readonly notLookedAt: readonly string[];
}

describe('review pii', () => {
  const folder = suiteFolder();
  let station: RunningStation;
  const target = createServer((_, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(PAGE);
  });

  beforeAll(async () => {
    target.listen(0, '127.0.0.1');
    await once(target, 'listening');
    const { port } = target.address() as AddressInfo;
    station = await startStation(await freePort(), folder.path, [
      '--no-host',
      '--scrape',
      `127.0.0.1:${port}/metrics`,
    ]);
    const record = (text: string, attributes: Readonly<Record<string, string>> = {}) => ({
      timeUnixNano: String(BigInt(Date.now()) * 1_000_000n),
      severityNumber: 9,
      body: { stringValue: text },
      attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: { stringValue: value } })),
    });
    const logRecords = [
      record(`payment with ${CARD} declined`),
      record('welcome', { 'customer.mail': ADDRESS }),
      record('welcome back', { 'customer.mail': ADDRESS }),
      record('connecting', { dsn: 'postgres://app:hunter2@db/shop' }),
      record('signed up', { 'user.full_name': 'Ada Lovelace', api_key: '[redacted]' }),
      record('all is well'),
    ];
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] };
    const sent = await fetch(`${station.url}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] }),
    });
    expect(sent.status).toBe(200);
    await waitFor(
      'the metrics',
      async () => (await queryInstant(station.url, 'logins_total')).length === 1,
      30_000,
    );
  }, 90_000);

  afterAll(async () => {
    target.closeAllConnections();
    target.close();
    if (station !== undefined) await stopProgram(station);
  });

  const review = async (...args: readonly string[]) => {
    const { exit, output } = await telltale(['review', 'pii', '--url', station.url, '--json', ...args]);
    return { exit, output, review: JSON.parse(output) as Review };
  };

  test('finds what leaks among label values and log records, and where', async () => {
    const { exit, review: found } = await review();
    expect(exit).toBe(1);
    expect(found.findings.map(({ kind, where, count }) => [kind, where, count])).toEqual([
      ['password-in-url', 'log field dsn of shop', 1],
      ['card-number', 'log message of shop', 1],
      ['email', 'label recipient', 1],
      ['email', 'log field customer.mail of shop', 2],
      ['personal-name', 'log field user.full_name of shop', 1],
      ['unbounded-ids', 'label upload', IDS.length],
    ]);
    expect(found.findings[2].metrics).toEqual(['mails_sent_total']);
    expect(found.records).toBe(6);
    expect(found.notLookedAt).toEqual([]);
  });

  test('shows no value whole, to people and to programs', async () => {
    const { output: json } = await review();
    const { exit, output } = await telltale(['review', 'pii', '--url', station.url]);
    expect(exit).toBe(1);
    for (const secret of [...SECRETS, ...IDS]) {
      expect(json.toLowerCase()).not.toContain(secret.toLowerCase());
      expect(output.toLowerCase()).not.toContain(secret.toLowerCase());
    }
    expect(output).toContain(
      'an e-mail address in values of the label recipient\n    1 value, such as ad…om (24 characters)\n    in mails_sent_total\n',
    );
    expect(output).toContain('6 findings.');
  });

  test('what may be is listed with its reason, and no finding any more', async () => {
    const list = join(folder.path, 'accepted.json');
    const { review: before } = await review();
    const accepted = before.findings.map(({ kind, where }) => ({
      kind,
      where,
      reason: 'made up for a test',
    }));
    writeFileSync(list, JSON.stringify(accepted));
    const { exit, review: after } = await review('--accept', list);
    expect(exit).toBe(0);
    expect(after.findings).toEqual([]);
    expect(after.accepted).toHaveLength(accepted.length);
    writeFileSync(list, JSON.stringify([{ kind: 'email', where: 'label recipient' }]));
    const refused = await telltale(['review', 'pii', '--url', station.url, '--accept', list]);
    expect(refused.exit).toBe(2);
    expect(refused.output).toContain('entry 1 has not all of kind, where and reason');
  });

  test.runIf(hasProgram('prometheus'))(
    'a Prometheus is asked for its labels, and it is told that it has no logs',
    async () => {
      const nowS = Math.floor(Date.now() / 1000);
      const samples = `${PAGE.replaceAll(/^([^#\n].*)$/gm, `$1 ${nowS}`)}# EOF\n`;
      const prometheus = await startPrometheusOver(folder.path, samples);
      try {
        const { exit, output } = await telltale([
          'review',
          'pii',
          '--url',
          prometheus.prometheusUrl,
          '--json',
        ]);
        expect(exit).toBe(1);
        const found = JSON.parse(output) as Review;
        expect(found.findings.map(({ where }) => where)).toEqual(['label recipient', 'label upload']);
        expect(found.findings[0].metrics).toEqual(['mails_sent_total']);
        expect(found.notLookedAt).toEqual(['logs: a Prometheus has none']);
      } finally {
        await stopProgram(prometheus.prometheus);
      }
    },
  );
});
