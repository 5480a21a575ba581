import { nodeModule } from './node-modules.ts';

/** Loads a package that this one depends on, when it is used; throws where it is not there. */
export function loadPackage(name: string): unknown {
  return (load ??= loader())(name);
}

let load: NodeJS.Require | undefined;

function loader(): NodeJS.Require {
  // In the CommonJS build a module does not know its address, but its file.
  const address: string | undefined = import.meta.filename;
  return nodeModule().createRequire(address ?? __filename);
}
