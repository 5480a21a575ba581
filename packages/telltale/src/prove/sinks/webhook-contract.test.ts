import { describe, expect, test } from 'vitest';
import { webhookFaults } from './webhook-contract.ts';

const FIRING = {
  status: 'firing',
  labels: { alertname: 'A', id: '1' },
  annotations: { summary: 's' },
  startsAt: '2026-01-01T00:00:00.5Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://t/graph',
  fingerprint: '0123456789abcdef',
};
const RESOLVED = {
  ...FIRING,
  status: 'resolved',
  labels: { alertname: 'A', id: '2' },
  endsAt: '2026-01-01T00:05:00Z',
  fingerprint: 'fedcba9876543210',
};

function message(rest: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    receiver: 'ops',
    status: 'firing',
    alerts: [FIRING, RESOLVED],
    groupLabels: { alertname: 'A' },
    commonLabels: { alertname: 'A' },
    commonAnnotations: { summary: 's' },
    externalURL: 'http://t',
    version: '4',
    groupKey: '{}:{alertname="A"}',
    truncatedAlerts: 0,
    ...rest,
  };
}

test('a correct message has no faults', () => {
  expect(webhookFaults(message())).toEqual([]);
});

describe('each field is checked', () => {
  test.each(Object.keys(message()))('%s may not be missing', (name) => {
    const { [name]: _, ...rest } = message();
    expect(webhookFaults(rest)).toContain(`${name} is missing`);
  });

  test.each(Object.keys(message()))('%s may not be of another type', (name) => {
    expect(webhookFaults(message({ [name]: 42.5 })).join()).toContain(`${name} must`);
  });

  test.each(Object.keys(FIRING))('%s of an alert may not be missing', (name) => {
    const { [name]: _, ...rest }: Record<string, unknown> = FIRING;
    expect(webhookFaults(message({ alerts: [rest] }))).toContain(`alerts[0].${name} is missing`);
  });

  test.each(Object.keys(FIRING))('%s of an alert may not be of another type', (name) => {
    expect(webhookFaults(message({ alerts: [{ ...FIRING, [name]: 42 }] })).join()).toContain(
      `alerts[0].${name} must`,
    );
  });
});

describe('fields have to fit together', () => {
  test.each([
    ['version 3', { version: '3' }, 'version must be the string "4"'],
    ['no alerts', { alerts: [] }, 'alerts must be a list of at least one alert'],
    ['a field too many', { extra: 1 }, 'extra is no field of the format'],
    ['a status unlike its alerts', { status: 'resolved' }, 'status must be firing, as its alerts are'],
    [
      'a fingerprint twice',
      { alerts: [FIRING, { ...RESOLVED, fingerprint: FIRING.fingerprint }] },
      'fingerprint must differ',
    ],
    [
      'a common label that is not',
      { commonLabels: { id: '1' } },
      'commonLabels.id is not shared by all alerts',
    ],
    [
      'an end before the start',
      { alerts: [{ ...RESOLVED, endsAt: FIRING.startsAt }] },
      'endsAt must lie after startsAt',
    ],
    [
      'a firing alert that has ended',
      { alerts: [{ ...FIRING, endsAt: RESOLVED.endsAt }] },
      'while the alert is firing',
    ],
    ['an alert without a name', { alerts: [{ ...FIRING, labels: {} }] }, 'has no alertname'],
    ['a label that is no name', { groupLabels: { 'a b': '1' } }, 'must have label names as keys'],
    ['a label that is no text', { groupLabels: { a: 1 } }, 'must have strings as values'],
    [
      'an impossible time',
      { alerts: [{ ...FIRING, startsAt: '2026-13-01T00:00:00Z' }] },
      'must be a time by RFC 3339',
    ],
  ])('%s is refused', (_, change, fault) => {
    expect(webhookFaults(message(change)).join()).toContain(fault);
  });

  test.each([null, [], 'text', 1])('%j is no message', (value) => {
    expect(webhookFaults(value)).toEqual(['the body must be a JSON object']);
  });
});
