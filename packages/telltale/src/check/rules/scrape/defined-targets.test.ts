import { defineMonitoring, resolveDefinition } from '@telltale/definition';
import type { TargetDeclaration } from '@telltale/definition';
import { describe, expect, it } from 'vitest';
import { checkWorkspace } from '../../check-workspace.ts';
import { ALL_RULES } from '../all-rules.ts';
import { alertFile } from '../examples/example-files.ts';
import { exampleWorkspace } from '../examples/example-workspace.ts';

function found(ruleId: string, target: TargetDeclaration, query: string): readonly string[] {
  const definition = resolveDefinition(defineMonitoring({ service: 'shop', targets: { shop: target } }));
  const rules = ALL_RULES.filter(({ id }) => id === ruleId);
  const files = { 'rules.yml': alertFile(`${query} > 0`) };
  return checkWorkspace(exampleWorkspace({ files, definition }), { rules }).findings.map(
    ({ message }) => message,
  );
}

const address = 'shop:80';

describe('rules about targets of a definition', () => {
  it('see a certificate that nobody looks at', () => {
    const target = { address, scheme: 'https', tls: { insecureSkipVerify: true } } as const;
    expect(found('sec/tls-skip', target, 'up')).toEqual([
      'the certificate of the target shop is not looked at',
    ]);
    expect(found('sec/tls-skip', { ...target, tls: { caFile: 'ca.pem' } }, 'up')).toEqual([]);
  });

  it('know the jobs of further pages', () => {
    const target = { address, pages: { stock: { path: '/stock' } } } as const;
    expect(found('alert/unknown-job', target, 'up{job="shop-stock"}')).toEqual([]);
    expect(found('alert/unknown-job', target, 'up{job="stock"}')).toHaveLength(1);
  });

  it('do not guess where discovery or relabelling may bring other jobs and labels', () => {
    const relabel = [{ sourceLabels: ['__meta_team'], targetLabel: 'job' }];
    const discover = { kind: 'file', files: 'a.json' } as const;
    expect(found('alert/unknown-job', { address, relabel }, 'up{job="x"}')).toEqual([]);
    expect(found('alert/unknown-job', { discover }, 'up{job="x"}')).toEqual([]);
    expect(found('scrape/uncovered', { address }, 'node_load1')).toHaveLength(1);
    expect(found('scrape/uncovered', { discover }, 'node_load1')).toEqual([]);
  });
});
