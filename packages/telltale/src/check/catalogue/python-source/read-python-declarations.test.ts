import { describe, expect, it } from 'vitest';
import { isReadInFull, readPythonDeclarations } from './read-python-declarations.ts';

describe('declarations in Python', () => {
  it('are read with help, labels and buckets, by position and by name', () => {
    const text = `from prometheus_client import Counter, Histogram
orders = Counter('orders_total', "Orders (all)", ['shop', "country"])
wait = Histogram(
    name='wait_seconds',  # how long
    documentation='Time, in the queue',
    buckets=(0.1, 1, float("inf")),
)
depth = Histogram('depth_metres', 'Depth', buckets=[1, 1_000])
`;
    const [orders, wait, depth] = readPythonDeclarations(text);
    expect(orders).toMatchObject({
      name: 'orders_total',
      kind: 'counter',
      help: 'Orders (all)',
      labels: ['shop', 'country'],
      hasBuckets: false,
    });
    expect(wait).toMatchObject({ name: 'wait_seconds', help: 'Time, in the queue', hasBuckets: true });
    expect(depth.buckets).toEqual([1, 1000]);
    expect(text.slice(depth.ranges.buckets.start, depth.ranges.buckets.end)).toBe('[1, 1_000]');
    expect(text.slice(wait.ranges.name.start, wait.ranges.name.end)).toBe("'wait_seconds'");
  });

  it('are none where a collection, a computed name or an open call looks like one', () => {
    const texts = [
      "from collections import Counter\nCounter('some_text')",
      'from prometheus_client import Counter\nCounter(prefix + "_total", "x")',
      "from prometheus_client import Counter\nCounter('orders_total', 'x'",
      '',
    ];
    expect(texts.flatMap(readPythonDeclarations)).toEqual([]);
    expect(texts.map(isReadInFull)).toEqual([false, false, false, false]);
  });

  it('of wrappers are read, and a missing help is seen', () => {
    const text = "self.metrics = PrometheusMetrics()\nself.metrics.create_counter('errors_total')\n";
    expect(readPythonDeclarations(text)).toMatchObject([{ name: 'errors_total', kind: 'counter', help: '' }]);
  });
});
