export { openStore } from './open-store.ts';
export type { StoreOptions } from './open-store.ts';
export type { Store, StoreStats } from './store.ts';
export { createRemoteSource } from './read/remote/remote-source.ts';
export type { RemoteSource, RemoteSourceOptions } from './read/remote/remote-source.ts';
export type { StoreNotice } from './notice.ts';
export { dataFolderBytes } from './import/data-folder-bytes.ts';
export { openImporter } from './import/open-importer.ts';
export type { ImportOptions, ImportReport, ImportSeries, Importer } from './import/importer.ts';
