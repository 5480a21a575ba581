import { join } from 'node:path';
import type { Span, TraceStore } from '@telltale/model';
import { openLogStore, openTraceStore } from '@telltale/storage';
import { suiteFolder } from '../support/temporary-folder.ts';
import { describeLogStore } from './log-store-contract.ts';
import { describeTraceStore } from './trace-store-contract.ts';

const folder = suiteFolder();
let stores = 0;

/** A folder that nothing is in. */
const fresh = () => join(folder.path, String(stores++));

describeLogStore('on this machine', { open: () => openLogStore({ folder: fresh() }) });
describeTraceStore('that wait on this machine', { open: () => openTraceStore({ folder: fresh() }) });
describeTraceStore('in files of this machine', { open: openWritingAtOnce });

/** A store that lets no trace wait. */
async function openWritingAtOnce(): Promise<TraceStore> {
  const store = await openTraceStore({ folder: fresh() });
  const append = store.append.bind(store);
  return Object.assign(store, {
    append: async (spans: readonly Span[]) => {
      await append(spans);
      await store.flush();
    },
  });
}
