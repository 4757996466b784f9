/**
 * @file The page's keys: undo, redo, help. Fields keep their own undo while somebody types.
 */
import { useEffect } from 'react';
import { redoLast, undoLast } from '../../state/undo-last.ts';
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
    if (event.shiftKey) redoLast();
    else undoLast();
  } else if (command && key === 'y') {
    event.preventDefault();
    redoLast();
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
