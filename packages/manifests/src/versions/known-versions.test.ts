import { describe, expect, it } from 'vitest';
import { KNOWN_EXPORTERS, KNOWN_IMAGES, KNOWN_PORTS, pinnedImage } from './known-versions.ts';

describe('known versions', () => {
  it.each(KNOWN_IMAGES)('$image is pinned to a whole version', ({ tag, image }) => {
    expect(tag).toMatch(/^v?\d+\.\d+\.\d+/);
    expect(image).not.toContain(':');
  });

  it('no component has two images, and no name is both current and former', () => {
    const components = KNOWN_IMAGES.map(({ component }) => component);
    expect(new Set(components).size).toBe(components.length);
    const current = new Set(KNOWN_IMAGES.map(({ image }) => image));
    expect(
      KNOWN_IMAGES.flatMap(({ formerNames = [] }) => formerNames).filter((name) => current.has(name)),
    ).toEqual([]);
  });

  it('every exporter has an image, and every port that leads to an exporter leads to a known one', () => {
    const components = new Set(KNOWN_IMAGES.map(({ component }) => component));
    expect(KNOWN_EXPORTERS.filter(({ component }) => !components.has(component))).toEqual([]);
    const packs = new Set(KNOWN_EXPORTERS.map(({ pack }) => pack));
    const lost = KNOWN_PORTS.filter(({ exporter }) => exporter !== undefined && !packs.has(exporter));
    expect(lost).toEqual([]);
  });

  it('a pinned image has name and tag, and an unknown component is an error', () => {
    expect(pinnedImage('alertmanager')).toBe('prom/alertmanager:v0.34.0');
    expect(() => pinnedImage('nagios')).toThrow('no image is known for nagios');
  });
});
