/** A text on a page of 595 × 842 points (A4), measured from the lower left corner. */
export interface Text {
  x: number;
  y: number;
  size: number;
  text: string;
  bold?: boolean;
  /** `x` is the right edge of the text. */
  right?: boolean;
}

// Widths of Helvetica's digits, punctuation and letters in thousandths (Adobe's metrics), enough to right-align
// amounts.
const NARROW: Record<string, number> = { '.': 278, ',': 278, ' ': 278, '-': 333, '/': 278, i: 222, l: 222, I: 278 };
const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, letter) => sum + (NARROW[letter] ?? 556), 0) * (size / 1000);

// The printable characters beyond ASCII whose code in WinAnsiEncoding differs from Latin-1.
const WIN_ANSI: Record<string, number> = {
  '€': 0x80,
  '•': 0x95,
  '–': 0x96,
  '—': 0x97,
  '’': 0x92,
  '“': 0x93,
  '”': 0x94,
};

/** A text as a PDF string: one byte per character; `?` for characters that the encoding lacks. */
function encoded(text: string): string {
  return [...text]
    .map((letter) => {
      const code = WIN_ANSI[letter] ?? letter.codePointAt(0) ?? 63;
      const known = code < 256 ? code : 63;
      if (known < 32 || known > 126 || letter === '(' || letter === ')' || letter === '\\') {
        return `\\${known.toString(8).padStart(3, '0')}`;
      }
      return String.fromCharCode(known);
    })
    .join('');
}

const drawn = ({ x, y, size, text, bold, right }: Text): string => {
  const left = right ? x - widthOf(text, size) : x;
  return `BT /${bold ? 'B' : 'R'} ${size} Tf ${left.toFixed(2)} ${y.toFixed(2)} Td (${encoded(text)}) Tj ET`;
};

/** A PDF 1.4 document that contains only text, one entry per page (ISO 32000-1). */
export function pdf(title: string, pages: Text[][]): Uint8Array<ArrayBuffer> {
  const first = 6;
  const kids = pages.map((_, index) => `${first + index * 2} 0 R`).join(' ');
  const font = (name: string): string =>
    `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    font('Helvetica'),
    font('Helvetica-Bold'),
    `<< /Title (${encoded(title)}) /Producer (Tollgate Sandbox) >>`,
    ...pages.flatMap((texts, index) => {
      const content = texts.map(drawn).join('\n');
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /R 3 0 R /B 4 0 R >> >> /Contents ${first + index * 2 + 1} 0 R >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ];
    }),
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  body += `xref\n0 ${size}\n0000000000 65535 f \n${table}`;
  const end = body.lastIndexOf('xref\n0 ');
  body += `trailer\n<< /Size ${size} /Root 1 0 R /Info 5 0 R >>\nstartxref\n${end}\n%%EOF\n`;
  // Everything above is ASCII by construction, so one character is one byte and the offsets are correct.
  return new Uint8Array(Buffer.from(body, 'latin1'));
}
