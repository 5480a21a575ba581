import { join } from 'node:path';
import { openLogStore } from '@telltale/storage';
import { suiteFolder } from '../support/temporary-folder.ts';
import { describeLogStore } from './log-store-contract.ts';

const folder = suiteFolder();
let stores = 0;

/** A folder that nothing is in. */
const fresh = () => join(folder.path, String(stores++));

describeLogStore('on this machine', { open: () => openLogStore({ folder: fresh() }) });
