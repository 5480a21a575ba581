import { describe, expect, it } from 'vitest';
import { isYamlTemplate, kindOfYaml } from './classify-text.ts';

const MB = 1024 * 1024;

describe('telling what a YAML text is', () => {
  it.each([
    ['groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up', 'rules'],
    ['groups:\n- name: g\n  rules:\n  -\n    "record" : a\n    \'expr\' : up', 'rules'],
    ['groups:\n- name: g\n  rules:\n  - { alert: A, expr: up == 0 }', 'rules'],
    ['groups:\n- name: g\n  rules:\n  - &a { alert: A, expr: up == 0 }\n  - *a', 'rules'],
    ['items:\n  -\n    kind: "PrometheusRule"', 'rules'],
    ['kind: PrometheusRule', 'rules'],
    ['scrape_configs: []', 'prometheus-config'],
    ['groups:\n- name: people\n', 'none'],
  ])('%j is %s', (text, kind) => {
    expect(kindOfYaml(text)).toBe(kind);
  });

  it.each([
    ['{{ .Values.x }}', true],
    ['{{- if and .x (.Values.y) }}', true],
    ['{{\n  include "shop.labels" . }}', true],
    ['{% if x %}', true],
    ['summary: "{{ $value }}"', false],
    ['{{ $value }} and .Values', false],
  ])('%j is a template: %s', (text, isTemplate) => {
    expect(isYamlTemplate(text)).toBe(isTemplate);
  });

  it.each(['\n', ' ', '{{', '{{ ', '- ', ', ', '{ '])(
    'megabytes of %j are told in time that does not grow with their square',
    (part) => {
      const text = part.repeat((4 * MB) / part.length);
      expect(kindOfYaml(text)).toBe('none');
      expect(isYamlTemplate(`${text}{% x %}`)).toBe(true);
    },
  );
});
