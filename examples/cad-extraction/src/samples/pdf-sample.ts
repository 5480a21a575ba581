import type { Sample } from './sample.ts';

/** A parts list of several pages with a line of text on each. */
export function pdfSample(number: number): Sample {
  const pages = 1 + (number % 5);
  const lines = Array.from({ length: pages }, (_, at) => `Parts list ${number} page ${at + 1}`);
  return {
    name: `parts-${number}.pdf`,
    type: 'pdf',
    content: Buffer.from(document(lines)),
    known: { type: 'pdf', pages, text: lines.join('\n') },
  };
}

/** Objects 1 to 3 are the catalogue, the list of pages and the font; each page is two more. */
function document(lines: readonly string[]): string {
  const kids = lines.map((_, at) => `${4 + 2 * at} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${lines.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...lines.flatMap((line, at) => {
      const stream = `BT /F1 12 Tf 72 720 Td (${line}) Tj ET`;
      const box = '/MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>';
      return [
        `<< /Type /Page /Parent 2 0 R ${box} /Contents ${5 + 2 * at} 0 R >>`,
        `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
      ];
    }),
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, at) => {
    const place = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}`;
  return `${text}${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
}
