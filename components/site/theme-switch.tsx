'use client';

import { useEffect, useState } from 'react';
import { THEME_KEY } from '@/lib/theme-script';
import { THEME } from './copy';

const CHOICES = ['system', 'light', 'dark'] as const;
type Choice = (typeof CHOICES)[number];

/** Light, dark, or as the system says. Invisible until it works, and takes its space from the start. */
export function ThemeSwitch() {
  const [choice, setChoice] = useState<Choice | null>(null);
  useEffect(() => {
    setChoice(readChoice());
    // Another tab of this site made the choice.
    const follow = ({ key }: StorageEvent) => key === THEME_KEY && apply(readChoice(), setChoice);
    addEventListener('storage', follow);
    return () => removeEventListener('storage', follow);
  }, []);
  return (
    <label className={`inline-flex min-h-11 items-center gap-2 px-2 ${choice === null ? 'invisible' : ''}`}>
      {THEME.label}
      <select
        value={choice ?? 'system'}
        onChange={({ target }) => {
          const chosen = CHOICES.find((one) => one === target.value) ?? 'system';
          store(chosen);
          apply(chosen, setChoice);
        }}
        className="min-h-9 rounded-xs border border-input bg-card px-2 text-foreground"
      >
        {CHOICES.map((one) => (
          <option key={one} value={one}>
            {THEME[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

function apply(choice: Choice, show: (choice: Choice) => void): void {
  const { classList } = document.documentElement;
  classList.remove('light', 'dark');
  if (choice !== 'system') classList.add(choice);
  show(choice);
}

function readChoice(): Choice {
  try {
    const stored = localStorage.getItem(THEME_KEY);
    return CHOICES.find((one) => one === stored) ?? 'system';
  } catch {
    // The browser blocks storage: the choice lasts as long as the page.
    return 'system';
  }
}

function store(choice: Choice): void {
  try {
    if (choice === 'system') localStorage.removeItem(THEME_KEY);
    else localStorage.setItem(THEME_KEY, choice);
  } catch {
    // As above.
  }
}
