export { openStore } from './open-store.ts';
export type { StoreOptions } from './open-store.ts';
export type { Store, StoreStats } from './store.ts';
export type { StoreNotice } from './notice.ts';
