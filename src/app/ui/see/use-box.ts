/** @file The width of an element as it is on the screen, for canvases that are drawn to their box. */
import { type RefObject, useLayoutEffect, useState } from 'react';

/** Width in CSS px, 0 before the first layout. */
export function useBoxWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!element.current) return;
    const box = element.current;
    const measure = () => setWidth(box.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
