import { describe, expect, test } from 'vitest';
import { relabelFault } from './relabel-fault.ts';
import type { RelabelRule } from './relabel-rule.ts';
import { relabelRule } from './relabel-rule.ts';

describe('a rule that Prometheus would refuse', () => {
  test.each<[Partial<RelabelRule>, string]>([
    [{ sourceLabels: ['a'] }, 'targetLabel'],
    [{ action: 'lowercase', sourceLabels: ['a'] }, 'targetLabel'],
    [{ action: 'hashmod', targetLabel: 'a' }, 'modulus'],
    [{ action: 'hashmod', targetLabel: 'a', modulus: 1.5 }, 'modulus'],
    [{ action: 'uppercase', targetLabel: 'a', replacement: 'x' }, 'replacement'],
    [{ action: 'labelmap', replacement: '' }, 'replacement'],
    [{ action: 'labeldrop', regex: 'a', sourceLabels: ['a'] }, 'sourceLabels'],
    [{ action: 'labelkeep', regex: 'a', targetLabel: 'a' }, 'targetLabel'],
    [{ action: 'keepequal', sourceLabels: ['a'], targetLabel: 'b', regex: 'x' }, 'regex'],
    [{ action: 'dropequal', sourceLabels: ['a'] }, 'targetLabel'],
  ])('%j: its %s is wrong', (rule, field) => {
    expect(relabelFault(relabelRule(rule))?.field).toBe(field);
  });

  test.each<Partial<RelabelRule>>([
    { targetLabel: 'a' },
    { action: 'keep' },
    { action: 'labelmap', regex: '__meta_(.+)' },
    { action: 'keepequal', sourceLabels: ['a'], targetLabel: 'b' },
    { action: 'hashmod', sourceLabels: ['a'], targetLabel: 'b', modulus: 2 },
  ])('%j is sound', (rule) => {
    expect(relabelFault(relabelRule(rule))).toBeUndefined();
  });
});
