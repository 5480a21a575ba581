import { IfcAPI, LogLevel } from 'web-ifc';

import type { Facts, SpatialNode } from './facts.ts';

/** The part of a model's tree that is looked at. */
interface Item {
  readonly expressID: number;
  readonly type: string;
  readonly children: readonly Item[];
}

const END = 'END-ISO-10303-21;';

let library: Promise<IfcAPI> | undefined;

/** Reads the entities and the spatial tree of a building. Throws where it is none, or only the beginning of one. */
export async function readIfc(content: Uint8Array): Promise<Facts> {
  // The library reads what is there, and does not say that the rest is missing.
  if (!Buffer.from(content.slice(-64)).includes(END)) throw new Error('the end of the file is missing');
  library ??= start();
  const api = await library;
  const model = api.OpenModel(content);
  if (model < 0) throw new Error('no model is in the file');
  try {
    const types = api.GetAllTypesOfModel(model);
    const counts = types.map(({ typeID, typeName }) => [
      typeName.toUpperCase(),
      api.GetLineIDsWithType(model, typeID).size(),
    ]);
    // The tree of the library has no more than that, and more than its type says.
    const root = (await api.properties.getSpatialStructure(model, false)) as Item;
    return { type: 'ifc', entities: Object.fromEntries(counts), tree: nodeOf(api, model, root) };
  } finally {
    api.CloseModel(model);
  }
}

async function start(): Promise<IfcAPI> {
  const api = new IfcAPI();
  await api.Init();
  api.SetLogLevel(LogLevel.LOG_LEVEL_OFF);
  return api;
}

function nodeOf(api: IfcAPI, model: number, { expressID, type, children }: Item): SpatialNode {
  const line: unknown = api.GetLine(model, expressID);
  return {
    kind: type.toUpperCase(),
    name: nameOf(line),
    children: children.map((child) => nodeOf(api, model, child)),
  };
}

function nameOf(line: unknown): string {
  const { Name: name } = line as { readonly Name?: { readonly value?: unknown } | null };
  return typeof name?.value === 'string' ? name.value : '';
}
