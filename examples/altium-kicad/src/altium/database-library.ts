/** A table of an Altium database library. */
export interface LibraryTable {
  readonly schema: string;
  readonly name: string;
  /** The parameter of a component by the column that holds it. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Reads a `.DbLib`: an INI file with a `[TableN]` for each table and a `[FieldMapN]` for each column. */
export function parseDatabaseLibrary(text: string): readonly LibraryTable[] {
  const sections = parseIni(text);
  const maps = sections.filter(({ name }) => /^FieldMap\d+$/.test(name)).map(parseFieldMap);
  return sections
    .filter(({ name, entries }) => /^Table\d+$/.test(name) && entries.get('Enabled') !== 'False')
    .map(({ entries }) => {
      const name = entries.get('TableName') ?? '';
      const columns = maps.filter((map) => map.get('TableNameOnly') === name);
      return {
        schema: entries.get('SchemaName') ?? '',
        name,
        parameters: new Map(columns.map((map) => [map.get('FieldNameOnly') ?? '', parameterOf(map)])),
      };
    });
}

type Entries = ReadonlyMap<string, string>;

function parseIni(text: string): readonly { readonly name: string; readonly entries: Entries }[] {
  const [, ...sections] = text.split(/^\[/m);
  return sections.map((section) => {
    const [head, ...lines] = section.split(/\r?\n/);
    return { name: head.replace(/\].*$/, ''), entries: new Map(lines.map(splitAtEquals)) };
  });
}

/** `Options=FieldName=Resistor.Value|TableNameOnly=Resistor|FieldNameOnly=Value|ParameterName=Value|…` */
function parseFieldMap({ entries }: { readonly entries: Entries }): Entries {
  return new Map((entries.get('Options') ?? '').split('|').map(splitAtEquals));
}

/** Altium writes its own parameters, such as `[Library Ref]`, in brackets. */
function parameterOf(fieldMap: Entries): string {
  return (fieldMap.get('ParameterName') ?? '').replace(/^\[(.*)\]$/, '$1');
}

function splitAtEquals(line: string): [string, string] {
  const at = line.indexOf('=');
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
}
