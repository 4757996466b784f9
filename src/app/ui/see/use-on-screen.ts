/**
 * @file Whether an element has come near the screen: hundreds of thumbnails are fetched and painted only when they are looked at. One
 * observer serves all; once seen, always seen.
 */
import { type RefObject, useEffect, useState } from 'react';

/** Painted this far before they scroll into view. */
const AHEAD = '200px';

const waiting = new Map<Element, () => void>();
let observer: IntersectionObserver | null = null;

function watch(element: Element, onSeen: () => void): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) waiting.get(target)?.();
    },
    { rootMargin: AHEAD },
  );
  waiting.set(element, onSeen);
  observer.observe(element);
  return () => {
    waiting.delete(element);
    observer?.unobserve(element);
  };
}

export function useOnScreen(element: RefObject<Element | null>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => (seen || !element.current ? undefined : watch(element.current, () => setSeen(true))), [element, seen]);
  return seen;
}
