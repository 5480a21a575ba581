import type { Sample } from './sample.ts';

/** A plate with a row of holes: an outline of four lines, and circles on a layer of their own. */
export function dxfSample(number: number): Sample {
  const holes = 2 + (number % 40);
  const [width, height] = [10 * holes, 20];
  const corners = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ];
  const outline = corners.map(([x, y], at) => {
    const [toX, toY] = corners[(at + 1) % corners.length];
    return entity('LINE', 'outline', [10, x, 20, y, 30, 0, 11, toX, 21, toY, 31, 0]);
  });
  const circles = Array.from({ length: holes }, (_, at) =>
    entity('CIRCLE', 'holes', [10, 10 * at + 5, 20, 10, 30, 0, 40, 3]),
  );
  const body = [...outline, ...circles].join('');
  return {
    name: `plate-${number}.dxf`,
    type: 'dxf',
    content: Buffer.from(`0\nSECTION\n2\nENTITIES\n${body}0\nENDSEC\n0\nEOF\n`),
    known: {
      type: 'dxf',
      entities: { LINE: 4, CIRCLE: holes },
      layers: ['holes', 'outline'],
      box: { min: [0, 0, 0], max: [width, height, 0] },
    },
  };
}

/** Group codes and values take turns, one a line. */
function entity(type: string, layer: string, groups: readonly number[]): string {
  return `0\n${type}\n8\n${layer}\n${groups.join('\n')}\n`;
}
