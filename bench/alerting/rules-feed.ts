import { writeRemoteWrite } from '@telltale/model/wire';
import snappy from 'snappyjs';
import { HISTORY_S, STEP_S, fleet } from './rules-fleet.ts';

const SERIES_PER_REQUEST = 2000;

/** Sends the history of the fleet to a Prometheus by remote write. */
export async function feedPrometheus(url: string, endMs: number): Promise<number> {
  const all = fleet();
  for (let from = 0; from < all.length; from += SERIES_PER_REQUEST) {
    const series = all.slice(from, from + SERIES_PER_REQUEST).map(({ labels, valueAt }) => ({
      labels: [...labels.entries()],
      samples: Array.from({ length: HISTORY_S / STEP_S + 1 }, (_, step) => ({
        value: valueAt(step),
        timestampMs: endMs - HISTORY_S * 1000 + step * STEP_S * 1000,
      })),
    }));
    const response = await fetch(`${url}/api/v1/write`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-protobuf',
        'content-encoding': 'snappy',
        'x-prometheus-remote-write-version': '0.1.0',
      },
      body: snappy.compress(writeRemoteWrite({ series, metadata: [] })),
    });
    if (!response.ok)
      throw new Error(`Prometheus refused samples: ${response.status} ${await response.text()}`);
  }
  return all.length;
}
