import http from 'node:http';

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** An answer and the time until its last byte. */
export interface Answer {
  readonly body: Buffer;
  readonly ms: number;
}

/** A GET over a connection that is kept. */
export function get(url: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    http
      .get(url, { agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const body = Buffer.concat(chunks);
          if (response.statusCode === 200) resolve({ body, ms: performance.now() - startedMs });
          else reject(new Error(`${url} answered ${response.statusCode}: ${body.toString('utf8', 0, 300)}`));
        });
      })
      .on('error', reject);
  });
}

interface ApiSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

/** How two answers differ: points that only one has, and the largest relative difference. */
export interface Difference {
  readonly points: number;
  readonly onlyOne: number;
  readonly largest: number;
}

/** Compares the answers of two engines point by point. */
export function compareAnswers(a: Buffer, b: Buffer): Difference {
  const [ours, theirs] = [pointsOf(a), pointsOf(b)];
  let [onlyOne, largest] = [0, 0];
  for (const key of ours.keys()) if (!theirs.has(key)) onlyOne++;
  for (const [key, value] of theirs) {
    const other = ours.get(key);
    if (other === undefined) onlyOne++;
    else if (!Object.is(value, other)) {
      largest = Math.max(largest, Math.abs(value - other) / Math.max(Math.abs(value), Math.abs(other)));
    }
  }
  return { points: theirs.size, onlyOne, largest };
}

function pointsOf(body: Buffer): Map<string, number> {
  const { data } = JSON.parse(body.toString()) as { data: { result: readonly ApiSeries[] } };
  const points = new Map<string, number>();
  for (const { metric, value, values } of data.result) {
    const series = JSON.stringify(Object.entries(metric).sort(([x], [y]) => (x < y ? -1 : 1)));
    for (const [time, text] of values ?? (value ? [value] : []))
      points.set(`${series}@${time}`, Number(text));
  }
  return points;
}
