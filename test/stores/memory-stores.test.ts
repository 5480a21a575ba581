import { MemoryLogStore, MemoryTraceStore } from '@telltale/model';
import { describeLogStore } from './log-store-contract.ts';
import { compileRegexp } from './re2-regexp.ts';
import { describeTraceStore } from './trace-store-contract.ts';

// The contract against what it is made of: says that the contract itself holds together.
describeLogStore('in memory', { open: async () => new MemoryLogStore(compileRegexp) });
describeTraceStore('in memory', { open: async () => new MemoryTraceStore(compileRegexp) });
