import type { CDPSession } from 'playwright-core';

/** What a page holds after everything that can go has gone. */
export interface Held {
  /** Of what its scripts made, and of what the browser keeps for that; without compiled code. */
  readonly heapBytes: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** The parts of a heap snapshot that its size is counted from. */
interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[], ...unknown[]];
    };
  };
  /** All nodes, one behind the other, each with all its fields. */
  readonly nodes: readonly number[];
  readonly strings: readonly string[];
}

/** What the inspector keeps of answers, as long as somebody looks on. */
const OF_THE_INSPECTOR = 'blink::NetworkResourcesData';

/** Measures a page. What is compiled while it runs is no part of it: the engine goes on with that for minutes. */
export async function heldBy(session: CDPSession): Promise<Held> {
  // What the first collection gives up may hold what the second one finds.
  for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  return { heapBytes: sizeOf(await takeSnapshot(session)), nodes, listeners: jsEventListeners };
}

async function takeSnapshot(session: CDPSession): Promise<HeapSnapshot> {
  const chunks: string[] = [];
  const onChunk = ({ chunk }: { readonly chunk: string }) => void chunks.push(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', onChunk);
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', onChunk);
  return JSON.parse(chunks.join('')) as HeapSnapshot;
}

function sizeOf({ snapshot, nodes, strings }: HeapSnapshot): number {
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, name, size] = ['type', 'name', 'self_size'].map((field) => fields.indexOf(field));
  const code = types[0].indexOf('code');
  let bytes = 0;
  for (let i = 0; i < nodes.length; i += fields.length) {
    const isOfPage = nodes[i + type] !== code && !strings[nodes[i + name]].startsWith(OF_THE_INSPECTOR);
    if (isOfPage) bytes += nodes[i + size];
  }
  return bytes;
}
