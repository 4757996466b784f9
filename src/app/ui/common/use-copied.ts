/** @file The few seconds in which a copy button says that it copied. */
import { useEffect, useState } from 'react';

/** How long the confirmation stays, in ms. */
const CONFIRM_MS = 4000;

/** @returns whether something was just copied, and the function that is told the outcome of a copy */
export function useCopied(): [copied: boolean, setCopied: (copied: boolean) => void] {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), CONFIRM_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return [copied, setCopied];
}
