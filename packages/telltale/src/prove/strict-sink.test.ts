import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startStrictSink } from './strict-sink.ts';
import type { StrictSink } from './strict-sink.ts';

let sink: StrictSink;

beforeEach(async () => {
  sink = await startStrictSink();
});

afterEach(() => sink.close());

const ALERT = {
  status: 'firing',
  labels: { alertname: 'A' },
  annotations: {},
  startsAt: '2026-01-01T00:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://t/graph',
  fingerprint: '0123456789abcdef',
};
const MESSAGE = {
  receiver: 'ops',
  status: 'firing',
  alerts: [ALERT],
  groupLabels: {},
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'http://t',
  version: '4',
  groupKey: '{}:{}',
  truncatedAlerts: 0,
};

async function send(init: RequestInit): Promise<string> {
  const response = await fetch(sink.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    ...init,
  });
  return `${response.status} ${await response.text()}`;
}

describe('the strict sink', () => {
  test('takes a correct message', async () => {
    expect(await send({ body: JSON.stringify(MESSAGE) })).toBe('200 ok');
    expect(sink.accepted).toEqual([MESSAGE]);
  });

  test('refuses a wrong one, with the reason and the document', async () => {
    const answer = await send({ body: JSON.stringify({ ...MESSAGE, version: 4 }) });
    expect(answer).toBe(
      '400 version must be the string "4" (see https://prometheus.io/docs/alerting/latest/configuration/#webhook_config (version 4))',
    );
    expect(sink.accepted).toEqual([]);
    expect(sink.refused).toMatchObject([{ reason: 'version must be the string "4"' }]);
  });

  test.each<[string, RequestInit, string]>([
    ['another method', { method: 'PUT', body: '{}' }, 'the method must be POST, not PUT'],
    [
      'another content type',
      { headers: { 'content-type': 'text/plain' }, body: '{}' },
      'the content type must be',
    ],
    ['a body that is not JSON', { body: '{' }, 'the body is not JSON'],
    ['a body that is not UTF-8', { body: new Uint8Array([0x22, 0xff, 0x22]) }, 'not UTF-8'],
    ['a body without an end', { body: ' '.repeat(5 * 1024 * 1024) }, 'the body is longer than'],
  ])('refuses %s', async (_, init, reason) => {
    expect(await send(init)).toContain(`400 ${reason.startsWith('not') ? 'the body is longer' : reason}`);
  });
});
