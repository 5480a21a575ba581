#!/usr/bin/env node
// Plain JavaScript on purpose: it must run on any Node.js to say that the Node.js is too old.
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `telltale needs Node.js 22.18 or newer, this is ${process.versions.node} (TT_NODE_TOO_OLD). ` +
      'Run it with npx in a project that brings its own Node.js, or install a newer one.',
  );
  process.exit(2);
}

nodeModule.enableCompileCache?.();

// In the repository the TypeScript sources run as they are; a published package has only `dist`.
const source = new URL('../src/cli/main.ts', import.meta.url);
const isSource = existsSync(source);
if (isSource) {
  nodeModule.registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, { ...context, conditions: ['@telltale/source', ...context.conditions] }),
  });
}
const { main } = await import(isSource ? source.href : '../dist/cli/main.js');
await main(process.argv.slice(2));
