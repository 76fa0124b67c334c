/** A line of text on a page: `at` is in points from the left and bottom edges. */
export interface Text {
  text: string;
  at: [number, number];
  size?: number;
  bold?: boolean;
}

/** Writes a PDF with one A4 page of text, without a library: enough for an invoice, and every viewer can read it. */
export function pdf(texts: Text[]): Uint8Array<ArrayBuffer> {
  const stream = texts
    .map(
      ({ text, at: [x, y], size = 10, bold = false }) =>
        `BT /${bold ? 'B' : 'F'} ${size} Tf ${x} ${y} Td (${literal(text)}) Tj ET`,
    )
    .join('\n');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R /B 6 0 R >> >> >>',
    `<< /Length ${Buffer.byteLength(stream, 'latin1')} >>\nstream\n${stream}\nendstream`,
    font('Helvetica'),
    font('Helvetica-Bold'),
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const offset = body.length;
    body += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  body += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(body, 'latin1'));
}

function font(name: string): string {
  return `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
}

/** The standard fonts only have Latin letters; anything else becomes a question mark. The euro sign is 0x80. */
function literal(text: string): string {
  const latin = [...text].map((char) => (char === '€' ? '\x80' : char.charCodeAt(0) > 255 ? '?' : char)).join('');
  return latin.replace(/[\\()]/g, '\\$&');
}
