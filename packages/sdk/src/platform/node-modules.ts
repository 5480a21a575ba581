/*
 * Modules of Node that are fetched when they are used. An `import` of such a module reads all of its exports
 * first, and some exports load a lot: that of `node:http` loads the client behind `fetch` and HTTP/2, which
 * makes a service start some 20 ms later and take some megabytes more, whether it uses them or not.
 */

/** `node:http`. */
export const nodeHttp = () => process.getBuiltinModule('node:http');

/** `node:https`. */
export const nodeHttps = () => process.getBuiltinModule('node:https');

/** `node:crypto`. */
export const nodeCrypto = () => process.getBuiltinModule('node:crypto');

/** `node:zlib`. */
export const nodeZlib = () => process.getBuiltinModule('node:zlib');

/** `node:v8`. */
export const nodeV8 = () => process.getBuiltinModule('node:v8');

/** `node:module`. */
export const nodeModule = () => process.getBuiltinModule('node:module');

let util: typeof import('node:util') | undefined;

/** `node:util`; asked for with each log record. */
export const nodeUtil = () => (util ??= process.getBuiltinModule('node:util'));

/** `node:tty`. */
export const nodeTty = () => process.getBuiltinModule('node:tty');

/** `node:stream/promises`. */
export const nodeStreamPromises = () => process.getBuiltinModule('node:stream/promises');

/** `node:net`. */
export const nodeNet = () => process.getBuiltinModule('node:net');

/** `node:tls`. */
export const nodeTls = () => process.getBuiltinModule('node:tls');
