/**
 * @file The page's keys: undo, redo, help. Fields keep their own undo while somebody types.
 */
import { useEffect } from 'react';
import { redo, undo } from '../../state/actions.ts';
import { openHelp } from './HelpDialog.tsx';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || isTyping(event.target) || document.querySelector('dialog[open]')) return;
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (command && key === 'z') {
    event.preventDefault();
    if (event.shiftKey) redo();
    else undo();
  } else if (command && key === 'y') {
    event.preventDefault();
    redo();
  } else if (!command && event.key === '?') {
    event.preventDefault();
    openHelp();
  }
}

export function useShortcuts(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
