/**
 * @file Light, dark or as the system: one attribute on <html>, remembered in this browser.
 */
import { createStore } from 'zustand/vanilla';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'theme';

export const themeStore = createStore<{ theme: Theme }>(() => ({ theme: 'system' }));

/** Reads the remembered theme; index.html has applied it already. */
export function restoreTheme(): void {
  const attribute = document.documentElement.dataset.theme;
  themeStore.setState({ theme: attribute === 'light' || attribute === 'dark' ? attribute : 'system' });
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  themeStore.setState({ theme });
  try {
    if (theme === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Storage may be switched off; the theme then lasts as long as the page.
  }
}
