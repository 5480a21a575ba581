/*
 * `import * as client`, `import client` and `import { Counter }` all work with prom-client: the names of its
 * module, and a default export that is the module.
 */
export * from './prom-client/client.ts';
// oxlint-disable-next-line import/no-default-export -- programs import prom-client this way
export * as default from './prom-client/client.ts';
