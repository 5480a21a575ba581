import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { root } from '../workspace/run-program.mjs';

const sdk = join(root, 'packages', 'sdk');
const dist = join(sdk, 'dist');
/** Own packages that the SDK is made of, by import name. */
const BUNDLED = { '@telltale/sdk': 'sdk', '@telltale/definition': 'definition', '@telltale/model': 'model' };
const ENTRIES = ['index', 'define', 'prom-client', 'opentelemetry', 'apm', 'bunyan', 'pino', 'winston'];
/** Those with a default export, which `export *` leaves out. */
const WITH_DEFAULT = ['prom-client', 'pino'];

/** Folder of what the entries share: an instrument made through one of them is known to the others. */
const SHARED = 'cjs';

/**
 * Adds the CommonJS build of the SDK's entries to its `dist`: bundles of own packages, of which a program loads
 * what its entry needs, and declarations that a CommonJS program resolves as CommonJS.
 */
export async function buildCommonJsSdk() {
  // Only here, so that scripts which install the packages first can be loaded without esbuild.
  const { build, transform } = await import('esbuild');
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8'));
  const others = Object.keys({ ...dependencies, ...peerDependencies });
  removeFormer();
  // esbuild splits ES modules only: so they are made first, and each becomes CommonJS by itself.
  const { outputFiles } = await build({
    absWorkingDir: sdk,
    entryPoints: ENTRIES.map((entry) => `dist/${entry}.js`),
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    chunkNames: `${SHARED}/[name]-[hash]`,
    bundle: true,
    splitting: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node22.18',
    external: others.filter((name) => !Object.hasOwn(BUNDLED, name)),
    logLevel: 'warning',
  });
  mkdirSync(join(dist, SHARED), { recursive: true });
  for (const { path, text } of outputFiles) {
    const { code } = await transform(text, {
      format: 'cjs',
      platform: 'node',
      target: 'node22.18',
      // As ES modules are.
      banner: "'use strict';",
      // A part that is loaded when it is needed is CommonJS, too.
      supported: { 'dynamic-import': false },
    });
    writeFileSync(path, code);
  }
  writeDeclarations();
}

function removeFormer() {
  rmSync(join(dist, SHARED), { recursive: true, force: true });
  for (const file of readdirSync(dist)) {
    if (/\.cjs(\.map)?$/.test(file)) rmSync(join(dist, file));
  }
}

/** A folder marked as CommonJS holds copies of all declarations; `index.d.cts` points into it. */
function writeDeclarations() {
  const types = join(dist, 'cjs-types');
  rmSync(types, { recursive: true, force: true });
  mkdirSync(types, { recursive: true });
  writeFileSync(join(types, 'package.json'), '{ "type": "commonjs" }\n');
  for (const folder of Object.values(BUNDLED)) copyDeclarations(folder, types);
  for (const entry of ENTRIES) {
    const from = `from './cjs-types/sdk/${entry}.js';\n`;
    const defaultExport = WITH_DEFAULT.includes(entry) ? `export { default } ${from}` : '';
    writeFileSync(join(dist, `${entry}.d.cts`), `export * ${from}${defaultExport}`);
  }
}

function copyDeclarations(folder, types) {
  const from = join(root, 'packages', folder, 'dist');
  const files = readdirSync(from, { recursive: true }).filter(
    (file) => file.endsWith('.d.ts') && !file.startsWith('cjs-types') && !/\.(test|bench)\.d\.ts$/.test(file),
  );
  for (const file of files) {
    const target = join(types, folder, file);
    cpSync(join(from, file), target);
    writeFileSync(target, localImports(readFileSync(target, 'utf8'), dirname(target), types));
  }
}

/** Replaces names of own packages in a declaration by paths to the copies. */
function localImports(text, folder, types) {
  return text.replace(/(from |import\()'(@telltale\/[^']+)'/g, (whole, before, specifier) => {
    const name = Object.keys(BUNDLED).find((item) => specifier === item || specifier.startsWith(`${item}/`));
    if (name === undefined) return whole;
    const entry = specifier.slice(name.length + 1) || 'index';
    const path = relative(folder, join(types, BUNDLED[name], `${entry}.js`));
    return `${before}'${path.startsWith('.') ? path : `./${path}`}'`;
  });
}
