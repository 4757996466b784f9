/**
 * @file Colours for canvases: a token or a colour-mix as the browser computes it now, and a signal when
 * the theme changes. SVG and HTML need none of this; canvases cannot read custom properties.
 */
import { useSyncExternalStore } from 'react';

export type ResolveColor = (css: string) => string;

const cache = new Map<string, string>();
const listeners = new Set<() => void>();
let themeVersion = 0;
let watching = false;

function watch(): void {
  if (watching) return;
  watching = true;
  const changed = () => {
    cache.clear();
    themeVersion++;
    for (const listener of listeners) listener();
  };
  new MutationObserver(changed).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class'] });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
}

/** The computed colour of any CSS colour, such as `var(--arm-baseline)`. Cached until the theme changes. */
export const resolveColor: ResolveColor = (css) => resolved(css, 'auto');

/** The same for what shows data by its colours, such as spectrograms: kept where the system forces its own few colours on the page. */
export const resolveDataColor: ResolveColor = (css) => resolved(css, 'none');

function resolved(css: string, forced: 'auto' | 'none'): string {
  const known = cache.get(forced + css);
  if (known) return known;
  const probe = document.createElement('span');
  probe.style.color = css;
  probe.style.forcedColorAdjust = forced;
  probe.style.display = 'none';
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  cache.set(forced + css, color);
  return color;
}

function subscribe(listener: () => void): () => void {
  watch();
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** A number that changes with the theme: canvases redraw when it does. */
export function useThemeVersion(): number {
  return useSyncExternalStore(subscribe, () => themeVersion);
}
