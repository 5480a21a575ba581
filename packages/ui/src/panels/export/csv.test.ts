import { expect, test } from 'vitest';
import { seriesCsv, valuesCsv } from './csv.ts';

test('series over time have a column each', () => {
  const columns = {
    times: [0, 1000],
    omitted: 0,
    series: [
      { name: 'a, "b"', values: [1, null] },
      { name: 'c', values: [-0.5, 2] },
    ],
  };
  expect(seriesCsv(columns)).toBe(
    'time,"a, ""b""",c\r\n1970-01-01T00:00:00.000Z,1,-0.5\r\n1970-01-01T00:00:01.000Z,,2\r\n',
  );
});

test('values have their labels, and a name that looks like a formula is text', () => {
  const value = { name: '=HYPERLINK("x")', labels: { host: '@cmd' }, value: -1, query: 0 };
  expect(valuesCsv([value])).toBe('series,host,value\r\n"\'=HYPERLINK(""x"")",\'@cmd,-1\r\n');
});
