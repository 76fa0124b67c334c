/** Where a visitor's choice is kept: `light` or `dark`, nothing for the system's. */
export const THEME_KEY = 'theme';

/**
 * Applies the visitor's choice before the first paint, also on prerendered pages, which can't know it. Inline and constant,
 * so that lib/csp/prerendered-pages.ts allows it by its hash. Storage throws where the browser blocks it.
 */
export const THEME_SCRIPT = `try{const t=localStorage.getItem("${THEME_KEY}");if(t==="light"||t==="dark")document.documentElement.classList.add(t)}catch{}`;
