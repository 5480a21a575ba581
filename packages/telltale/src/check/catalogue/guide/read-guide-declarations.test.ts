import { describe, expect, it } from 'vitest';
import { readGuideDeclarations } from './read-guide-declarations.ts';

describe('metrics that a guide lists', () => {
  it('are read from lists, with labels and buckets in seconds below them', () => {
    const guide = `- **task_duration_seconds**: Duration histogram
  - Labels: \`task_type\` (pdf, dxf)
  - Buckets: 500ms, 1s, 2.5m
- \`orders_total\`: Orders
- **Note**: nothing
`;
    const [task, orders, ...rest] = readGuideDeclarations(guide);
    expect(task).toMatchObject({ kind: 'histogram', labels: ['task_type'], buckets: [0.5, 1, 150] });
    expect(guide.slice(task.ranges.buckets.start, task.ranges.buckets.end)).toBe(
      '- Buckets: 500ms, 1s, 2.5m',
    );
    expect(orders).toMatchObject({
      name: 'orders_total',
      kind: 'counter',
      labels: undefined,
      hasBuckets: false,
    });
    expect(rest).toEqual([]);
  });

  it('are read from tables, with their descriptions', () => {
    const guide =
      '| Name | Type | What |\n|--|--|--|\n| `free_bytes` | Gauge | Free memory |\n| `other` | x | y |\n';
    expect(readGuideDeclarations(guide)).toMatchObject([
      { name: 'free_bytes', kind: 'gauge', help: 'Free memory' },
    ]);
  });
});
