import { MappingReader } from '../../yaml/mapping-reader.ts';
import type { YamlFile } from '../../yaml/yaml-file.ts';
import type { StaticConfig } from './prometheus-config.ts';

/** `http` or `https`, in any case. */
export function readScheme(yaml: YamlFile, reader: MappingReader): string | undefined {
  const scheme = reader.located('scheme');
  if (!scheme || /^https?$/i.test(scheme.text)) return scheme?.text;
  const message = `'scheme' must be http or https, not ${JSON.stringify(scheme.text)}`;
  yaml.issues.error('bad-value', scheme.offset, message);
  return undefined;
}

/** Addresses that are written out. */
export function readStaticConfigs(
  yaml: YamlFile,
  parent: MappingReader,
  options: { readonly anyTarget: boolean },
): readonly StaticConfig[] {
  return parent.items('static_configs').flatMap((item) => {
    const reader = MappingReader.of(yaml, item, 'static config');
    if (!reader) return [];
    const targets = reader.textItems('targets').filter(({ text, offset }) => {
      if (options.anyTarget || !text.includes('/')) return text !== '';
      const fix = 'write host:port; the scheme and path go into scheme and metrics_path';
      yaml.issues.error('bad-value', offset, `'${text}' is not a target address`, fix);
      return false;
    });
    const labels = readLabels(reader, 'labels');
    reader.finish();
    return [{ targets: targets.map(({ text }) => text), labels }];
  });
}

/** A mapping of labels; none where it is absent. */
export function readLabels(
  reader: MappingReader | undefined,
  field: string,
): Readonly<Record<string, string>> {
  const labels: Record<string, string> = Object.create(null);
  for (const [name, { text }] of reader?.texts(field) ?? []) labels[name] = text;
  return labels;
}
