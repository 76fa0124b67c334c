export interface Rendered {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export interface Letter {
  readonly subject: string;
  readonly name: string | null;
  readonly lines: readonly string[];
  readonly button?: { readonly label: string; readonly href: string };
}

/** One plain letter, as HTML and as text. Everything is escaped: names and plans come from outside. */
export function letter({ subject, name, lines, button }: Letter): Rendered {
  const greeting = name === null || name.trim() === '' ? 'Hello,' : `Hello ${name.trim()},`;
  const paragraphs = [greeting, ...lines];
  const text = [...paragraphs, ...(button ? [`${button.label}: ${button.href}`] : []), 'Tollgate'].join('\n\n');
  const body = paragraphs.map((line) => `<p style="margin:0 0 16px">${escaped(line)}</p>`).join('');
  const link = button
    ? `<p style="margin:24px 0"><a href="${escaped(button.href)}" style="background:#14532d;color:#fff;padding:12px 20px;border-radius:8px;text-decoration:none;font-weight:600">${escaped(button.label)}</a></p>`
    : '';
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escaped(subject)}</title></head><body style="margin:0;padding:32px 16px;font:16px/1.6 system-ui,sans-serif"><div style="max-width:520px;margin:0 auto">${body}${link}<p style="margin:32px 0 0;color:#6b7280;font-size:14px">Tollgate</p></div></body></html>`;
  return { subject, html, text };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
